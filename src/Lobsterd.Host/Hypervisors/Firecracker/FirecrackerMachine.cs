using Lobsterd.Domain.Network;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker.Api;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>The machine that every guest sees, and the requests that make it. All paths are the jail's, and the same in each jail: a snapshot
/// remembers its disks' and has no other way to name them.</summary>
internal static class FirecrackerMachine
{
    internal const string Kernel = "vmlinux";
    internal const string Initramfs = "initramfs";
    internal const string Image = "image";
    internal const string Overlay = "overlay";

    internal const string Metrics = "metrics";

    private const string Nic = "nic";

    /// <summary>The request that has the VMM count what it does; comes before all others, those of a snapshot too, which holds no word of it.</summary>
    internal static readonly ApiRequest Measure = ApiRequest.Measure(new MetricsTarget("/" + Metrics));

    /// <summary>The requests of a cold boot, in their order; the last one runs the guest.</summary>
    /// <param name="size">CPUs and memory.</param>
    /// <param name="slot">Whose TAP it gets.</param>
    /// <param name="rates">How much it may use.</param>
    internal static IReadOnlyList<ApiRequest> Boot(VmSize size, Slot slot, RateLimits? rates = null) =>
    [
        ApiRequest.Machine(new MachineConfig(size.Vcpus, size.MemoryMib)),
        ApiRequest.Boot(new BootSource("/" + Kernel, "/" + Initramfs, FirecrackerKernelArguments.Fixed)),
        ApiRequest.Disk(Disk(Image, isReadOnly: true)),
        ApiRequest.Disk(Disk(Overlay, isReadOnly: false) with { RateLimiter = LimiterOf(rates?.Disk) }),
        ApiRequest.Network(new NetworkInterface
        {
            IfaceId = Nic,
            HostDevName = NetworkPlan.TapOf(slot),
            GuestMac = MacAddress.Guest,
            RxRateLimiter = LimiterOf(rates?.Receive),
            TxRateLimiter = LimiterOf(rates?.Send),
        }),
        ApiRequest.Entropy(new EntropyDevice()),
        ApiRequest.Act(InstanceAction.Start),
    ];

    /// <summary>The request that makes a VM of a snapshot and leaves it paused.</summary>
    /// <param name="state">Its devices, as a path in the jail.</param>
    /// <param name="memory">Its memory.</param>
    /// <param name="slot">Whose TAP it gets.</param>
    internal static ApiRequest Load(string state, string memory, Slot slot) =>
        ApiRequest.Load(new SnapshotLoad(state, new MemoryBackend(memory), [new NetworkOverride(Nic, NetworkPlan.TapOf(slot))]));

    /// <summary>The requests that bound a VM that was made of a snapshot: what it was made of may have been bounded otherwise, or not at all.</summary>
    /// <param name="rates">How much it may use; null, and the snapshot's limiters stay, which are then none.</param>
    internal static IEnumerable<ApiRequest> Bound(RateLimits? rates)
    {
        if (rates?.Disk is { } disk) yield return ApiRequest.Change(new DriveChange(Overlay, LimiterOf(disk)));
        if (rates is { Receive: not null } or { Send: not null })
            yield return ApiRequest.Change(new NetworkChange(Nic, LimiterOf(rates.Receive), LimiterOf(rates.Send)));
    }

    private static RateLimiter? LimiterOf(RateLimit? limit) => limit is null ? null : new RateLimiter(BucketOf(limit.Bytes), BucketOf(limit.Operations));

    // What it holds fills in the time in which so much flows in.
    private static TokenBucket? BucketOf(RateBucket? bucket) =>
        bucket is null ? null : new TokenBucket((ulong)bucket.Burst, (ulong)Math.Max(1, bucket.Burst * 1_000 / bucket.PerSecond));

    // A guest's flush is a flush of the host's: its data hangs on it.
    private static Drive Disk(string name, bool isReadOnly) =>
        new() { DriveId = name, PathOnHost = "/" + name, IsRootDevice = false, IsReadOnly = isReadOnly, CacheType = isReadOnly ? "Unsafe" : "Writeback" };
}
