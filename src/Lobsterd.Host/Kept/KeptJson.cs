using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Kept;

/// <summary>The JSON of marks.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProcessMark))]
internal sealed partial class KeptJson : JsonSerializerContext;
