using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Hypervisors.Firecracker.Saved;

/// <summary>The JSON context of passports: strict, since only we write them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4)]
[JsonSerializable(typeof(SavedFirecracker))]
internal sealed partial class SavedFirecrackerJson : JsonSerializerContext;
