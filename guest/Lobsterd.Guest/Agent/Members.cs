using System.Text.Json;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>The members of one JSON object, each asked for by its name. What is absent, there twice or of another kind is a <see cref="JsonException"/> or one of
/// <see cref="Utf8JsonReader"/>'s own; <see cref="RequestReader"/> turns all of them into a refusal.</summary>
/// <remarks>Not <see cref="JsonDocument"/>: to find names that are there twice it draws a random seed, for which the runtime loads OpenSSL. A static program must load
/// nothing, and in most guests there is nothing to load (docs/decisions/0072-programs-are-static.md).</remarks>
internal sealed class Members
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = AgentLimits.MaxJsonDepth };

    private readonly Dictionary<string, ReadOnlyMemory<byte>> values = new(StringComparer.Ordinal);

    /// <summary>Reads an object that is all of what it is given.</summary>
    internal Members(ReadOnlyMemory<byte> json)
    {
        var reader = Open(json, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            _ = reader.Read();
            if (!values.TryAdd(name, Whole(json, ref reader))) throw new JsonException("a member that is there twice");
        }

        // Whatever stands behind the object makes the reader throw.
        _ = reader.Read();
    }

    /// <summary>The protocol's version; our own where it is absent.</summary>
    internal int Version => values.ContainsKey("v") ? Number("v") : AgentLimits.ProtocolVersion;

    /// <summary>The sender's token; null where it is absent.</summary>
    internal string? Token => OptionalText("token");

    /// <summary>Refuses an object with any other member: whoever sent it meant something by that.</summary>
    internal void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach (var name in values.Keys)
        {
            if (!names.Contains(name)) throw new JsonException("a member that nobody knows");
        }
    }

    /// <summary>A string.</summary>
    internal string Text(string name) => TextOf(values[name]);

    /// <summary>A string; null where it is absent or null.</summary>
    internal string? OptionalText(string name) => IsThere(name) ? Text(name) : null;

    /// <summary>A whole number of 32 bits.</summary>
    internal int Number(string name) => Only(values[name]).GetInt32();

    /// <summary>A whole number of 64 bits.</summary>
    internal long LongNumber(string name) => Only(values[name]).GetInt64();

    /// <summary>A whole number of 64 bits; null where it is absent or null.</summary>
    internal long? OptionalLongNumber(string name) => IsThere(name) ? LongNumber(name) : null;

    /// <summary>True or false.</summary>
    internal bool Flag(string name) => Only(values[name]).GetBoolean();

    /// <summary>True or false; false where it is absent.</summary>
    internal bool OptionalFlag(string name) => values.ContainsKey(name) && Flag(name);

    /// <summary>A UUID with dashes.</summary>
    internal Guid Id(string name) => Only(values[name]).GetGuid();

    /// <summary>Bytes as base64.</summary>
    internal byte[] Bytes(string name) => Only(values[name]).GetBytesFromBase64();

    /// <summary>Bytes as base64; null where they are absent or null.</summary>
    internal byte[]? OptionalBytes(string name) => IsThere(name) ? Bytes(name) : null;

    /// <summary>An object.</summary>
    internal Members Object(string name) => new(values[name]);

    /// <summary>An array of strings.</summary>
    internal IReadOnlyList<string> Texts(string name) => [.. ItemsOf(values[name]).Select(TextOf)];

    /// <summary>An object whose members are all strings.</summary>
    internal IReadOnlyDictionary<string, string> TextsByName(string name) =>
        Object(name).values.ToDictionary(member => member.Key, member => TextOf(member.Value), StringComparer.Ordinal);

    /// <summary>An array of objects; null where it is absent or null.</summary>
    internal IReadOnlyList<T>? OptionalList<T>(string name, Func<Members, T> read) =>
        IsThere(name) ? [.. ItemsOf(values[name]).Select(item => read(new Members(item)))] : null;

    private bool IsThere(string name) => values.TryGetValue(name, out var value) && Only(value).TokenType != JsonTokenType.Null;

    private static List<ReadOnlyMemory<byte>> ItemsOf(ReadOnlyMemory<byte> json)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        var reader = Open(json, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Whole(json, ref reader));
        return items;
    }

    private static string TextOf(ReadOnlyMemory<byte> json) => Only(json).GetString() ?? throw new JsonException("no string");

    private static Utf8JsonReader Open(ReadOnlyMemory<byte> json, JsonTokenType kind)
    {
        var reader = Only(json);
        return reader.TokenType == kind ? reader : throw new JsonException("a value of another kind");
    }

    /// <summary>A reader that stands on the value.</summary>
    private static Utf8JsonReader Only(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, Strict);
        _ = reader.Read();
        return reader;
    }

    /// <summary>The bytes of the value on which a reader stands; the reader goes to their end.</summary>
    private static ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
