using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>The JSON context of saved states: strict, since only we write them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 4)]
[JsonSerializable(typeof(SavedState))]
internal sealed partial class SavedJson : JsonSerializerContext;
