using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Logs;

/// <summary>The logs that are kept beside a tenant's VM while it runs; bounded by who writes them.</summary>
public interface IVmLogs
{
    /// <summary>The last lines, then new ones as they come while <paramref name="follow"/>; none where there is no such log. Lines are the guest's or the VMM's own: at most 8 KiB each, control characters as they came.</summary>
    IAsyncEnumerable<string> ReadAsync(TenantName name, VmLog log, int tail, bool follow, CancellationToken cancellationToken);
}
