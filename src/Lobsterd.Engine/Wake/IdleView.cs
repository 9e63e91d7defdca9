using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Wake;

/// <summary>Who could fall asleep at once and disturb nobody, though not yet by the idle rule.</summary>
public sealed class IdleView(IEdgeActivity edge, RegistryBook registry, HypervisorSet hypervisors, Holds holds, IdleDesk idle, TimeProvider clock)
{
    // Whoever has just been of use is likely to be so again.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    /// <summary>Reads them, the longest idle first. An edge that does not answer knows nobody.</summary>
    public async Task<IReadOnlyList<IdleTenant>> ReadAsync(CancellationToken cancellationToken)
    {
        // Of those that sleep, or may not, the edge has nothing to tell: with nobody else it is not asked.
        var candidates = registry.Current.Tenants.Values.Where(MayBeIdle).ToDictionary(tenant => tenant.Name);
        if (candidates.Count == 0 || (await edge.ReadActivityAsync(cancellationToken)).TryGetError(out _, out var activities)) return [];
        var found = new List<IdleTenant>();
        foreach (var seen in activities.Where(seen => seen is { IsQuiet: true, Parked: false } && seen.Idle >= Least))
        {
            if (!candidates.TryGetValue(seen.Tenant, out var tenant) || hypervisors.Of(tenant.Hypervisor).TryGetError(out _, out var driver)) continue;
            if ((await driver.StatsAsync(tenant.Owner, cancellationToken)).TryGetValue(out var stats) && !stats.IsPaused) found.Add(new IdleTenant(tenant, seen.Idle, stats.ResidentBytes));
        }

        return [.. found.OrderByDescending(one => one.Idle)];
    }

    private bool MayBeIdle(Tenant tenant) =>
        tenant is { Mode: TenantMode.Auto, Observed: ObservedState.Running } && !holds.Has(tenant.Id) && tenant.Hold?.IsGoodAt(clock.GetUtcNow()) is not true && idle.LookOf(tenant.Id) is { } look && look.Quiet >= Least;
}
