using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;

namespace Lobsterd.Launcher;

/// <summary>Reads what we are told.</summary>
internal static class SpecSource
{
    /// <summary>Reads the spec from its inherited descriptor, which is closed.</summary>
    /// <error code="jail.spec.invalid">It is too long, or not the JSON of a spec.</error>
    internal static Result<JailSpec, LobsterError> Read()
    {
        using var source = Fd.Adopt(JailFiles.SpecDescriptor);
        var buffer = new byte[JailFiles.LongestSpec + 1];
        var length = 0;
        while (length < buffer.Length)
        {
            if (source.Read(buffer.AsSpan(length)).TryGetError(out var error, out var count)) return error;
            if (count is null or 0) return Parse(buffer.AsSpan(0, length));
            length += count.Value;
        }
        return new LobsterError(JailErrors.SpecInvalid, $"the spec is longer than {JailFiles.LongestSpec} bytes");
    }

    private static Result<JailSpec, LobsterError> Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JailJson.Default.JailSpec) is { } spec
                ? spec
                : new LobsterError(JailErrors.SpecInvalid, "the spec is null");
        }
        catch (JsonException exception)
        {
            return new LobsterError(JailErrors.SpecInvalid, exception.Message);
        }
    }
}
