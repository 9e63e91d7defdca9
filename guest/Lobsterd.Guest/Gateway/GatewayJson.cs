using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Guest.Gateway;

/// <summary>The gateway's answers as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GatewayReport))]
[JsonSerializable(typeof(DiskReport))]
internal sealed partial class GatewayJson : JsonSerializerContext;
