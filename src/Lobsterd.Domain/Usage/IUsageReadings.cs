using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Usage;

/// <summary>Reads what tenants cost and do, from the host's own counters: no guest is asked.</summary>
public interface IUsageReadings
{
    /// <summary>The counters of the network and of the edge, of all tenants at once.</summary>
    Task<UsageReading> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Bytes that a tenant's disk takes on the host; null when there is none.</summary>
    long? DiskBytesOf(TenantName name);

    /// <summary>How long ago a VMM was started; null when it was in another boot of the host.</summary>
    TimeSpan? UptimeOf(VmProcess process);
}
