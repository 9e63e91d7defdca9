using System.Globalization;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Usage;
using Lobsterd.Host.Edge;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Host.Usage;

/// <summary>The host's counters: one question to the kernel for all TAPs, one to the edge for all routes, one look at each disk's file.</summary>
public sealed class HostUsage(LobsterdPaths paths, EdgeControl edge, IHostBoot boot) : IUsageReadings
{
    private const double TicksPerSecond = 100;    // USER_HZ, the same on every machine of ours

    /// <inheritdoc/>
    public async Task<UsageReading> ReadAsync(CancellationToken cancellationToken)
    {
        var fronts = edge.IsRunning && (await edge.ReadPassedAsync(cancellationToken)).TryGetValue(out var traffic)
            ? traffic.ToDictionary(read => read.Tenant, read => new FrontTraffic(read.Requests, read.WebSockets, read.Streams, read.UnderWay))
            : [];
        return new UsageReading(ReadTaps(), fronts);
    }

    /// <inheritdoc/>
    public long? DiskBytesOf(TenantName name) => FileStat.Of(paths.OverlayOf(name)).TryGetValue(out var stat) ? stat.AllocatedBytes : null;

    /// <inheritdoc/>
    public TimeSpan? UptimeOf(VmProcess process)
    {
        if (process.BootId != boot.BootId) return null;
        var text = File.ReadAllText("/proc/uptime").Split(' ')[0];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var now)
            ? TimeSpan.FromSeconds(Math.Max(0, now - (process.StartTicks / TicksPerSecond)))
            : null;
    }

    private static Dictionary<Slot, GuestTraffic> ReadTaps()
    {
        var found = new Dictionary<Slot, GuestTraffic>();
        if (RtNetlink.Open().TryGetError(out _, out var kernel)) return found;
        using (kernel)
        {
            if (!kernel.ListLinks(Link.TunKind, withCounters: true).TryGetValue(out var links)) return found;
            foreach (var link in links)
            {
                // What the host receives on a TAP is what the guest sent.
                if (link.Counters is { } counters && NetworkPlan.SlotOf(link.Name) is { } slot)
                    found[slot] = new GuestTraffic(counters.SentBytes, counters.SentPackets, counters.ReceivedBytes, counters.ReceivedPackets);
            }
        }

        return found;
    }
}
