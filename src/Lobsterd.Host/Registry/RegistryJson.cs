using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Registry;

/// <summary>How <c>registry.json</c> is read and written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(StoredRegistry))]
[JsonSerializable(typeof(StoredTenant))]
[JsonSerializable(typeof(StoredFreedSlot))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class RegistryJson : JsonSerializerContext;
