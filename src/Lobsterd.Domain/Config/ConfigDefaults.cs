using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lobsterd.Domain.Config;

/// <summary>The defaults as JSON, told by the records themselves.</summary>
internal static class ConfigDefaults
{
    internal static JsonNode Read() => JsonSerializer.SerializeToNode(new LobsterdConfig(), ConfigJson.Default.LobsterdConfig)!;
}
