using Lobsterd.Domain.Logs;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>Two lines of each log.</summary>
internal sealed class BriefVmLogs : IVmLogs
{
    public IAsyncEnumerable<string> ReadAsync(TenantName name, VmLog log, int tail, bool follow, CancellationToken cancellationToken) =>
        new[] { $"{log} one", $"{log} two" }.TakeLast(tail).ToAsyncEnumerable();
}
