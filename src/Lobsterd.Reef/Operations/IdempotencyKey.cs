using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Operations;

/// <summary>Reads the header that joins a repeated command to the first one.</summary>
public static class IdempotencyKey
{
    private const int LongestKey = 128;

    /// <summary>The key; null when there is none.</summary>
    public static string? Of(HttpRequest request) => IsGood(request) && request.Headers[ReefPaths.IdempotencyKey].ToString() is { Length: > 0 } key ? key : null;

    /// <summary>Whether the key can be kept. One that could not would protect nobody, so the guard refuses it.</summary>
    public static bool IsGood(HttpRequest request)
    {
        var values = request.Headers[ReefPaths.IdempotencyKey];
        return values.Count == 0 || (values is [{ Length: > 0 and <= LongestKey } key] && key.All(c => c is > ' ' and <= '~'));
    }
}
