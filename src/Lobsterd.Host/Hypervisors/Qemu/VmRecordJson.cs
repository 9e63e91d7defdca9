using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>The JSON context of VM records: strict, since only we write them, and none outlives a reboot.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 5)]
[JsonSerializable(typeof(VmRecord))]
internal sealed partial class VmRecordJson : JsonSerializerContext;
