using System.Text.Json.Nodes;

namespace Lobsterd.Domain.Config;

/// <summary>The configuration's description as JSON Schema (draft 2020-12), for editors.</summary>
public static class ConfigJsonSchema
{
    /// <summary>The schema as indented JSON.</summary>
    public static string Render()
    {
        var root = Of(ConfigSchema.Root, ConfigDefaults.Read());
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "lobsterd configuration");
        return root.ToJsonString(ConfigJson.Default.Options) + "\n";
    }

    private static JsonObject Of(ConfigType type, JsonNode? otherwise) => type switch
    {
        ConfigType.Section section => OfSection(section, otherwise),
        ConfigType.Text text => WithDefault(new JsonObject { ["type"] = TypeName("string", text.IsOptional) }, otherwise),
        ConfigType.Integer integer => WithDefault(
            new JsonObject { ["type"] = TypeName("integer", integer.IsOptional), ["minimum"] = integer.Least, ["maximum"] = integer.Most }, otherwise),
        ConfigType.Choice choice => WithDefault(new JsonObject { ["enum"] = new JsonArray([.. choice.Words.Select(word => JsonValue.Create(word))]) }, otherwise),
        ConfigType.ListOf list => WithDefault(
            new JsonObject { ["type"] = "array", ["items"] = Of(list.Item, null), ["maxItems"] = list.Most }, otherwise),
        ConfigType.MapOf map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(map.Value, map.Value is ConfigType.Section ? ConfigDefaults.EntryOf(map) : null) },
        _ => throw new System.Diagnostics.UnreachableException($"config type {type.GetType().Name}"),
    };

    private static JsonObject OfSection(ConfigType.Section section, JsonNode? otherwise)
    {
        var properties = new JsonObject();
        foreach (var field in section.Fields)
        {
            var property = Of(field.Type, otherwise?[field.Name]);
            property.Insert(0, "description", field.Description);
            properties[field.Name] = property;
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    private static JsonNode TypeName(string name, bool isOptional) =>
        isOptional ? new JsonArray(JsonValue.Create(name), JsonValue.Create("null")) : JsonValue.Create(name);

    private static JsonObject WithDefault(JsonObject schema, JsonNode? otherwise)
    {
        if (otherwise is not null) schema["default"] = otherwise.DeepClone();
        return schema;
    }
}
