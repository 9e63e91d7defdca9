using System.Text.Json;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>The members of one JSON object, each asked for by its name. What is absent, or of another kind, is a <see cref="JsonException"/> or one of
/// <see cref="JsonElement"/>'s own; <see cref="RequestReader"/> turns all of them into a refusal.</summary>
internal readonly struct Members(JsonElement element)
{
    /// <summary>The protocol's version; our own where it is absent.</summary>
    internal int Version => element.TryGetProperty("v", out var version) ? version.GetInt32() : AgentLimits.ProtocolVersion;

    /// <summary>The sender's token; null where it is absent.</summary>
    internal string? Token => OptionalText("token");

    /// <summary>Refuses an object with any other member: whoever sent it meant something by that.</summary>
    internal void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!IsOneOf(member, names)) throw new JsonException("a member that nobody knows");
        }
    }

    /// <summary>A string.</summary>
    internal string Text(string name) => TextOf(element.GetProperty(name));

    /// <summary>A string; null where it is absent or null.</summary>
    internal string? OptionalText(string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? TextOf(member) : null;

    /// <summary>A whole number of 32 bits.</summary>
    internal int Number(string name) => element.GetProperty(name).GetInt32();

    /// <summary>A whole number of 64 bits.</summary>
    internal long LongNumber(string name) => element.GetProperty(name).GetInt64();

    /// <summary>True or false.</summary>
    internal bool Flag(string name) => element.GetProperty(name).GetBoolean();

    /// <summary>A UUID with dashes.</summary>
    internal Guid Id(string name) => element.GetProperty(name).GetGuid();

    /// <summary>Bytes as base64.</summary>
    internal byte[] Bytes(string name) => element.GetProperty(name).GetBytesFromBase64();

    /// <summary>An object.</summary>
    internal Members Object(string name) => ObjectOf(element.GetProperty(name));

    /// <summary>An array of strings.</summary>
    internal IReadOnlyList<string> Texts(string name) => [.. element.GetProperty(name).EnumerateArray().Select(TextOf)];

    /// <summary>An object whose members are all strings.</summary>
    internal IReadOnlyDictionary<string, string> TextsByName(string name) =>
        element.GetProperty(name).EnumerateObject().ToDictionary(member => member.Name, member => TextOf(member.Value), StringComparer.Ordinal);

    /// <summary>An array of objects; null where it is absent or null.</summary>
    internal IReadOnlyList<T>? OptionalList<T>(string name, Func<Members, T> read) =>
        element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? [.. member.EnumerateArray().Select(item => read(ObjectOf(item)))]
            : null;

    private static Members ObjectOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? new Members(value) : throw new JsonException("no object");

    private static string TextOf(JsonElement value) => value.GetString() ?? throw new JsonException("no string");

    private static bool IsOneOf(JsonProperty member, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (member.NameEquals(name)) return true;
        }

        return false;
    }
}
