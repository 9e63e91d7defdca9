using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Snapshots;

/// <summary>The JSON context of manifests: strict, since only we write them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 4)]
[JsonSerializable(typeof(StoredSnap))]
internal sealed partial class SnapsJson : JsonSerializerContext;
