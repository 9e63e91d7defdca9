using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lobsterd.Domain.Config;

/// <summary>The defaults as JSON, told by the records themselves, and documents completed by them.</summary>
/// <remarks>The generated reader gives an absent init-only member its type's default, not the record's: so it is only ever given whole documents.</remarks>
internal static class ConfigDefaults
{
    internal static JsonNode Read() => JsonSerializer.SerializeToNode(new LobsterdConfig(), ConfigJson.Default.LobsterdConfig)!;

    /// <summary>A checked document with every absent member filled in.</summary>
    internal static JsonNode Complete(JsonElement document) => Complete(document, ConfigSchema.Root, Read());

    private static JsonNode Complete(JsonElement value, ConfigType type, JsonNode otherwise)
    {
        switch (type)
        {
            case ConfigType.Section section:
                foreach (var member in value.EnumerateObject())
                {
                    var field = section.Fields.First(field => field.Name == member.Name);
                    otherwise[member.Name] = field.Type is ConfigType.Section or ConfigType.MapOf
                        ? Complete(member.Value, field.Type, otherwise[member.Name]!.DeepClone())
                        : JsonNode.Parse(member.Value.GetRawText());
                }

                return otherwise;
            case ConfigType.MapOf { Value: ConfigType.Section } map:
                return new JsonObject(value.EnumerateObject().Select(member =>
                    KeyValuePair.Create<string, JsonNode?>(member.Name, Complete(member.Value, map.Value, EntryOf(map)))));
            default:
                return JsonNode.Parse(value.GetRawText())!;
        }
    }

    /// <summary>The defaults of an entry of a map of sections.</summary>
    internal static JsonNode EntryOf(ConfigType.MapOf map) => map.Entry switch
    {
        ConfigEntry.Workload => JsonSerializer.SerializeToNode(new WorkloadConfig(), ConfigJson.Default.WorkloadConfig)!,
        ConfigEntry.File => JsonSerializer.SerializeToNode(new WorkloadFileConfig(), ConfigJson.Default.WorkloadFileConfig)!,
        ConfigEntry.Provider => JsonSerializer.SerializeToNode(new ProviderConfig(), ConfigJson.Default.ProviderConfig)!,
        ConfigEntry.Schedule => JsonSerializer.SerializeToNode(new SnapScheduleConfig(), ConfigJson.Default.SnapScheduleConfig)!,
        _ => throw new System.Diagnostics.UnreachableException($"a map of sections without an entry: {map.Key}"),
    };
}
