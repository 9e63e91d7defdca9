using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Protocol.Edge;

/// <summary>Messages as lines of bytes, and back.</summary>
public static class EdgeWire
{
    /// <summary>A message as one line, its line feed included.</summary>
    /// <param name="message">The message.</param>
    /// <param name="shape">Its type in <see cref="EdgeJson"/>.</param>
    public static byte[] ToLine<T>(T message, JsonTypeInfo<T> shape)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, shape);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }

    /// <summary>Reads one line, hostile or not.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <param name="shape">The type that is expected, of <see cref="EdgeJson"/>.</param>
    /// <error code="edge.control.garbled">The line is no such message.</error>
    public static Result<T, LobsterError> Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, shape) is { } message ? message : Garbled("it is null");
        }
        catch (JsonException fault)
        {
            return Garbled($"at {fault.Path ?? "$"}, byte {fault.BytePositionInLine ?? 0}");
        }
        catch (NotSupportedException)
        {
            // What System.Text.Json throws for an abstract type without its discriminator.
            return Garbled("it does not say which message it is");
        }

        static LobsterError Garbled(string why) => new(EdgeErrors.Garbled, $"a line cannot be read: {why}");
    }
}
