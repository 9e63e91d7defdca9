using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Guest.ProcessMode;

/// <summary>The state file's JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AgentState))]
internal sealed partial class AgentStateJson : JsonSerializerContext;
