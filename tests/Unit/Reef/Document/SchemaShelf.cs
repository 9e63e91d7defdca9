using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>JSON schemas of the documents that the API speaks: each named one stands once, and the others point at it.</summary>
internal sealed class SchemaShelf
{
    private const string Place = "#/components/schemas/";

    private readonly SortedDictionary<string, JsonNode?> schemas = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = [];
    private readonly JsonSchemaExporterOptions options;

    internal SchemaShelf() => options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    internal JsonObject Schemas => new(schemas.Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone())));

    /// <summary>A pointer to a document's schema.</summary>
    internal JsonObject Point(JsonTypeInfo info)
    {
        if (begun.Add(info.Type.Name)) schemas[info.Type.Name] = info.GetJsonSchemaAsNode(options);
        return new JsonObject { ["$ref"] = Place + info.Type.Name };
    }

    /// <summary>Puts a schema beside those of the documents.</summary>
    internal JsonObject Add(string name, JsonNode schema)
    {
        schemas[name] = schema;
        return new JsonObject { ["$ref"] = Place + name };
    }

    internal JsonNode Get(string name) => schemas[name]!.DeepClone();

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var info = context.TypeInfo;
        var isNamed = info.Kind == JsonTypeInfoKind.Object && info.Type.Namespace!.StartsWith("Lobsterd.", StringComparison.Ordinal);
        if (context.Path.Length == 0) return isNamed ? Described(schema, DocComments.OfType(info.Type)) : schema;

        if (isNamed) schema = Point(info);
        else if (schema is JsonObject pointer && pointer.ContainsKey("$ref")) schema = info.GetJsonSchemaAsNode(options);
        if (context.PropertyInfo is not { } property) return schema;

        if (property.IsGetNullable) schema = OrNull(schema);
        var name = (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;
        return Described(schema, DocComments.OfProperty(property.DeclaringType, name));
    }

    private static JsonObject OrNull(JsonNode schema)
    {
        if (schema is not JsonObject whole || whole.ContainsKey("$ref")) return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        if (whole["type"] is JsonValue type) whole["type"] = new JsonArray(type.GetValue<string>(), "null");
        return whole;
    }

    private static JsonNode Described(JsonNode schema, string? words)
    {
        if (words is null || schema is not JsonObject whole) return schema;
        var described = new JsonObject { ["description"] = words };
        foreach (var (key, value) in whole.ToArray())
        {
            _ = whole.Remove(key);
            described[key] = value;
        }

        return described;
    }
}
