using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>As much of JSON Schema as the API's document uses.</summary>
internal static class Schema
{
    /// <summary>Where a document's value breaks a schema; null where it fits.</summary>
    internal static string? FaultOf(JsonNode document, JsonNode? schema, JsonNode? value, string path = "$")
    {
        if (schema is JsonValue always && always.GetValueKind() == JsonValueKind.True) return null;
        if (schema is not JsonObject rules) return $"{path}: nothing fits {schema}";
        if (rules["$ref"] is { } pointer) return FaultOf(document, Follow(document, pointer.GetValue<string>()), value, path);
        if (rules["anyOf"] is JsonArray choices)
        {
            var faults = choices.Select(choice => FaultOf(document, choice, value, path)).ToList();
            return faults.Contains(null) ? null : string.Join("; or ", faults);
        }

        if (rules["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value))) return $"{path}: {Show(value)} is none of {words.ToJsonString()}";
        if (TypesOf(rules) is { Count: > 0 } types && !types.Any(type => Is(value, type))) return $"{path}: {Show(value)} is no {string.Join(" or ", types)}";
        return value switch
        {
            JsonObject whole => FaultOfObject(document, rules, whole, path),
            JsonArray list when rules["items"] is { } items => list.Select((item, index) => FaultOf(document, items, item, $"{path}[{index}]")).FirstOrDefault(fault => fault is not null),
            JsonValue text when text.GetValueKind() == JsonValueKind.String => FaultOfText(rules, text.GetValue<string>(), path),
            _ => null,
        };
    }

    /// <summary>The types that a schema allows.</summary>
    internal static IReadOnlyList<string> TypesOf(JsonObject rules) => rules["type"] switch
    {
        JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    /// <summary>What a pointer points at; null for nothing.</summary>
    internal static JsonNode? Follow(JsonNode document, string pointer)
    {
        var at = document;
        foreach (var step in pointer.Split('/').Skip(1)) at = (at as JsonObject)?[step];
        return at;
    }

    private static string? FaultOfObject(JsonNode document, JsonObject rules, JsonObject whole, string path)
    {
        var known = rules["properties"] as JsonObject;
        if ((rules["required"] as JsonArray)?.Select(name => name!.GetValue<string>()).FirstOrDefault(name => !whole.ContainsKey(name)) is { } missing) return $"{path}: there is no {missing}";
        foreach (var (name, value) in whole)
        {
            var fault = known is not null && known.TryGetPropertyValue(name, out var rule) ? FaultOf(document, rule, value, $"{path}.{name}")
                : rules["additionalProperties"] is { } others ? FaultOf(document, others, value, $"{path}.{name}")
                : null;
            if (fault is not null) return fault;
        }

        return null;
    }

    private static string? FaultOfText(JsonObject rules, string text, string path) => rules["format"]?.GetValue<string>() switch
    {
        "date-time" when !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) => $"{path}: {text} is no time",
        "uuid" when !Guid.TryParse(text, out _) => $"{path}: {text} is no UUID",
        _ => null,
    };

    private static bool Is(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null, type) switch
    {
        (JsonValueKind.Null, "null") or (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => value!.AsValue().TryGetValue<long>(out _),
        _ => false,
    };

    private static string Show(JsonNode? value) => value?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 60)] : "null";
}
