using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Rules;

/// <summary>Reads a body by its rule and refuses it in the words of the real program's JSON library. Stricter: no arrays in place of objects,
/// and no unknown field anywhere, also where the real one passes over it.</summary>
internal sealed class BodyReader
{
    private readonly byte[] json;
    private int at;

    private BodyReader(byte[] json) => this.json = json;

    internal static JsonObject Read(byte[] json, BodyRule rule)
    {
        var reader = new BodyReader(json);
        var value = (JsonObject)reader.Value(FieldType.Of(rule))!;
        reader.Space();
        return reader.at < json.Length ? throw reader.Refuse("trailing characters", 1) : value;
    }

    /// <summary>Any JSON value at all.</summary>
    internal static JsonNode? ReadAny(byte[] json)
    {
        var reader = new BodyReader(json);
        var value = reader.Anything();
        reader.Space();
        return reader.at < json.Length ? throw reader.Refuse("trailing characters", 1) : value;
    }

    private JsonNode? Value(FieldType type)
    {
        if (type == FieldType.Any) return Anything();
        Space();
        if (type.Body is { } body && Peek == '{') return Object(body);
        if (type.Items is { } items && Peek == '[') return List(items);
        var value = Anything();
        if (type.Variants.Count > 0) return Variant(value, type);
        return value switch
        {
            JsonValue text when text.GetValueKind() == JsonValueKind.String && type == FieldType.Text => text,
            JsonValue flag when flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False && type == FieldType.Bool => flag,
            JsonValue number when number.GetValueKind() == JsonValueKind.Number && type.Most is { } most => Number(number, most, type),
            _ => throw Refuse($"invalid type: {Name(value)}, expected {type.Expected}"),
        };
    }

    private JsonValue Number(JsonValue number, ulong most, FieldType type)
    {
        var text = number.ToJsonString();
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0) throw Refuse($"invalid type: {Name(number)}, expected {type.Expected}");
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? number
            : throw Refuse($"invalid value: integer `{text}`, expected {type.Expected}");
    }

    private JsonValue Variant(JsonNode? value, FieldType type)
    {
        if (value is not JsonValue text || text.GetValueKind() != JsonValueKind.String) throw Refuse("expected value");
        var known = type.Variants.Contains(text.GetValue<string>(), StringComparer.Ordinal);
        return known ? text : throw Refuse($"unknown variant `{text.GetValue<string>()}`, expected {Listed(type.Variants)}");
    }

    private JsonObject Object(BodyRule rule)
    {
        at++;
        var read = new JsonObject();
        Space();
        while (Peek != '}')
        {
            if (read.Count > 0) at++;
            Space();
            if (Peek != '"') throw Refuse(Peek < 0 ? "EOF while parsing an object" : "key must be a string", Peek < 0 ? 0 : 1);
            var key = Anything()!.GetValue<string>();
            var field = rule.Find(key);
            if (field is null) throw Refuse($"unknown field `{key}`, expected {Listed([.. rule.Fields.Select(known => known.Name)])}");
            if (read.ContainsKey(key)) throw Refuse($"duplicate field `{key}`");
            Space();
            if (Peek != ':') throw Refuse(Peek < 0 ? "EOF while parsing an object" : "expected `:`", Peek < 0 ? 0 : 1);
            at++;
            Space();
            read[key] = field.Need == Need.Optional && Null() ? null : Value(field.Type);
            Space();
            if (Peek is not ('}' or ',')) throw Refuse(Peek < 0 ? "EOF while parsing an object" : "expected `,` or `}`", Peek < 0 ? 0 : 1);
        }
        at++;
        foreach (var field in rule.Fields)
            if (field.Need == Need.Required && !read.ContainsKey(field.Name)) throw Refuse($"missing field `{field.Name}`");
        return read;
    }

    private JsonArray List(FieldType items)
    {
        at++;
        var read = new JsonArray();
        Space();
        while (Peek != ']')
        {
            if (read.Count > 0) at++;
            read.Add(Value(items));
            Space();
            if (Peek is not (']' or ',')) throw Refuse(Peek < 0 ? "EOF while parsing a list" : "expected `,` or `]`", Peek < 0 ? 0 : 1);
        }
        at++;
        return read;
    }

    private bool Null()
    {
        if (!json.AsSpan(at).StartsWith("null"u8)) return false;
        at += 4;
        return true;
    }

    // One whole value, of whatever kind: the library finds its end.
    private JsonNode? Anything()
    {
        Space();
        if (Peek < 0) throw Refuse("EOF while parsing a value");
        try
        {
            var end = TokenEnd();
            var node = JsonNode.Parse(json.AsSpan(at, end - at));
            at = end;
            return node;
        }
        catch (JsonException)
        {
            throw Refuse("expected value", 1);
        }
    }

    private int TokenEnd()
    {
        var depth = 0;
        for (var i = at; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    for (i++; i < json.Length && json[i] != '"'; i++)
                        if (json[i] == '\\') i++;
                    if (depth == 0) return Math.Min(i + 1, json.Length);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    if (depth == 0) return i;
                    if (--depth == 0) return i + 1;
                    break;
                case (byte)',' or (byte)':' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                    if (depth == 0) return i;
                    break;
            }
        }
        return json.Length;
    }

    private int Peek => at < json.Length ? json[at] : -1;

    private void Space()
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
    }

    private static string Name(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "map",
        JsonArray => "sequence",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => $"string \"{value.GetValue<string>()}\"",
            JsonValueKind.Number => value.ToJsonString() is var text && text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? $"floating point `{text}`" : $"integer `{text}`",
            _ => $"boolean `{value.ToJsonString()}`",
        },
    };

    private static string Listed(IReadOnlyList<string> names) => names switch
    {
        [var one] => $"`{one}`",
        [var one, var two] => $"`{one}` or `{two}`",
        _ => "one of " + string.Join(", ", names.Select(name => $"`{name}`")),
    };

    private Fault Refuse(string words, int ahead = 0)
    {
        var end = Math.Min(at + ahead, json.Length);
        var line = 1 + json.AsSpan(0, end).Count((byte)'\n');
        var column = end - (json.AsSpan(0, end).LastIndexOf((byte)'\n') + 1);
        var where = string.Create(CultureInfo.InvariantCulture, $" at line {line} column {column}");
        return new Fault($"An error occurred when deserializing the json body of a request: {words}{where}.");
    }
}
