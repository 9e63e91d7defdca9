using System.Text.Json.Serialization;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>The JSON of Firecracker's API. A null is left out: it takes one for optional members only, and fails on one for a defaulted member.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(BootSource))]
[JsonSerializable(typeof(Drive))]
[JsonSerializable(typeof(DriveChange))]
[JsonSerializable(typeof(EntropyDevice))]
[JsonSerializable(typeof(FaultReply))]
[JsonSerializable(typeof(InstanceAction))]
[JsonSerializable(typeof(InstanceInfo))]
[JsonSerializable(typeof(MachineConfig))]
[JsonSerializable(typeof(MetricsTarget))]
[JsonSerializable(typeof(NetworkChange))]
[JsonSerializable(typeof(NetworkInterface))]
[JsonSerializable(typeof(SnapshotCreate))]
[JsonSerializable(typeof(SnapshotLoad))]
[JsonSerializable(typeof(VmState))]
internal sealed partial class ApiJson : JsonSerializerContext;
