using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>The JSON context of VM records: strict, since only we write them, and none outlives a reboot.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 5)]
[JsonSerializable(typeof(FirecrackerRecord))]
internal sealed partial class FirecrackerRecordJson : JsonSerializerContext;
