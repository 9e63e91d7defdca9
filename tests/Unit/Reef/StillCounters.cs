using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Usage;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>Counters that stand where they are put.</summary>
internal sealed class StillCounters : IUsageReadings
{
    internal static readonly GuestTraffic Guest = new(1_000, 10, 2_000, 20);

    internal static readonly FrontTraffic Front = new(7, 1, 2, 1);

    public Task<UsageReading> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(new UsageReading(
        new Dictionary<Slot, GuestTraffic> { [new Slot(0)] = Guest }, new Dictionary<string, FrontTraffic> { ["alice"] = Front }));

    public long? DiskBytesOf(TenantName name) => 4_096;

    public TimeSpan? UptimeOf(VmProcess process) => TimeSpan.FromMinutes(3);
}
