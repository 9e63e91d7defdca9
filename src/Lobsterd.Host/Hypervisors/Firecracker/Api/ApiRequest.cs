using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>A request, and how long its answer may take.</summary>
/// <param name="Method">As it stands on the wire.</param>
/// <param name="Path">With its leading slash.</param>
/// <param name="Body">JSON; empty for none.</param>
/// <param name="Bound">Longest time until the answer is there.</param>
internal sealed record ApiRequest(string Method, string Path, ReadOnlyMemory<byte> Body, TimeSpan Bound)
{
    /// <summary>Asks what it is and whether it runs.</summary>
    internal static readonly ApiRequest Describe = new("GET", "/", default, ApiLimits.Setting);

    internal static ApiRequest Machine(MachineConfig machine) => Put("/machine-config", machine, ApiJson.Default.MachineConfig);

    internal static ApiRequest Boot(BootSource source) => Put("/boot-source", source, ApiJson.Default.BootSource);

    internal static ApiRequest Disk(Drive drive) => Put($"/drives/{drive.DriveId}", drive, ApiJson.Default.Drive);

    internal static ApiRequest Network(NetworkInterface network) =>
        Put($"/network-interfaces/{network.IfaceId}", network, ApiJson.Default.NetworkInterface);

    internal static ApiRequest Entropy(EntropyDevice device) => Put("/entropy", device, ApiJson.Default.EntropyDevice);

    internal static ApiRequest Measure(MetricsTarget target) => Put("/metrics", target, ApiJson.Default.MetricsTarget);

    internal static ApiRequest Act(InstanceAction action) => Put("/actions", action, ApiJson.Default.InstanceAction) with { Bound = ApiLimits.Running };

    internal static ApiRequest Save(SnapshotCreate files) =>
        Put("/snapshot/create", files, ApiJson.Default.SnapshotCreate) with { Bound = ApiLimits.Memory };

    internal static ApiRequest Load(SnapshotLoad files) => Put("/snapshot/load", files, ApiJson.Default.SnapshotLoad) with { Bound = ApiLimits.Memory };

    internal static ApiRequest Change(DriveChange drive) => Patch($"/drives/{drive.DriveId}", drive, ApiJson.Default.DriveChange);

    internal static ApiRequest Change(NetworkChange network) => Patch($"/network-interfaces/{network.IfaceId}", network, ApiJson.Default.NetworkChange);

    internal static ApiRequest Become(VmState state) => Patch("/vm", state, ApiJson.Default.VmState) with { Bound = ApiLimits.Running };

    private static ApiRequest Patch<T>(string path, T body, JsonTypeInfo<T> type) => Send("PATCH", path, body, type);

    private static ApiRequest Put<T>(string path, T body, JsonTypeInfo<T> type) => Send("PUT", path, body, type);

    private static ApiRequest Send<T>(string method, string path, T body, JsonTypeInfo<T> type) =>
        new(method, path, JsonSerializer.SerializeToUtf8Bytes(body, type), ApiLimits.Setting);
}
