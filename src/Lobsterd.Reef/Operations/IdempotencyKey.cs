using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Operations;

/// <summary>Reads the header that joins a repeated command to the first one.</summary>
public static class IdempotencyKey
{
    private const int LongestKey = 128;

    /// <summary>The key; null when there is none. A key that is too long or not printable ASCII counts as none: it protects nobody.</summary>
    public static string? Of(HttpRequest request)
    {
        var key = request.Headers[ReefPaths.IdempotencyKey].ToString();
        return key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and <= '~') ? key : null;
    }
}
