using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;

namespace Lobsterd.Launcher;

/// <summary>Reads what we are told.</summary>
internal static class SpecSource
{
    /// <summary>Reads the spec from its inherited descriptor, which is closed.</summary>
    /// <param name="type">Which kind of spec.</param>
    /// <error code="jail.spec.invalid">It is too long, or not the JSON of a spec.</error>
    internal static Result<T, LobsterError> Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        using var source = Fd.Adopt(JailFiles.SpecDescriptor);
        var buffer = new byte[JailFiles.LongestSpec + 1];
        var length = 0;
        while (length < buffer.Length)
        {
            if (source.Read(buffer.AsSpan(length)).TryGetError(out var error, out var count)) return error;
            if (count is null or 0) return Parse(buffer.AsSpan(0, length), type);
            length += count.Value;
        }
        return new LobsterError(JailErrors.SpecInvalid, $"the spec is longer than {JailFiles.LongestSpec} bytes");
    }

    private static Result<T, LobsterError> Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } spec
                ? spec
                : new LobsterError(JailErrors.SpecInvalid, "the spec is null");
        }
        catch (JsonException exception)
        {
            return new LobsterError(JailErrors.SpecInvalid, exception.Message);
        }
    }
}
