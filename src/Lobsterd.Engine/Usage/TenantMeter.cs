using CSharpFunctionalExtensions;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Usage;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Usage;

/// <summary>What all tenants cost and do. However many ask, it is read at most twice a second.</summary>
public sealed class TenantMeter(RegistryBook registry, HypervisorSet hypervisors, IUsageReadings readings, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim turn = new(1);
    private IReadOnlyList<TenantUsage>? last;
    private long lastAt;

    /// <summary>All tenants, by name; at most half a second old.</summary>
    public async Task<IReadOnlyList<TenantUsage>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (last is not null && clock.GetElapsedTime(lastAt) < Fresh) return last;
            var counters = await readings.ReadAsync(cancellationToken);
            last = await Task.WhenAll(registry.Current.Tenants.Values.Select(tenant => MeasureAsync(tenant, counters, cancellationToken)));
            lastAt = clock.GetTimestamp();
            return last;
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>One tenant, now.</summary>
    public async Task<TenantUsage> ReadAsync(Tenant tenant, CancellationToken cancellationToken) =>
        await MeasureAsync(tenant, await readings.ReadAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<TenantUsage> MeasureAsync(Tenant tenant, UsageReading counters, CancellationToken cancellationToken)
    {
        VmStats? vm = null;
        if (tenant.Vm is not null && hypervisors.Of(tenant.Hypervisor).TryGetValue(out var driver)
            && (await driver.StatsAsync(tenant.Owner, cancellationToken)).TryGetValue(out var stats)) vm = stats;
        return new TenantUsage(
            tenant,
            clock.GetUtcNow(),
            vm,
            vm is null || tenant.Vm is not { } process ? null : readings.UptimeOf(process),
            readings.DiskBytesOf(tenant.Name),
            counters.Guests.GetValueOrDefault(tenant.Slot),
            counters.Fronts.GetValueOrDefault(tenant.Name.Value));
    }
}
