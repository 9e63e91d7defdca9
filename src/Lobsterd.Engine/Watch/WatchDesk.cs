using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;
using Lobsterd.Engine.Events;

namespace Lobsterd.Engine.Watch;

/// <summary>Keeps every tenant's watch, and tells each change of state. Not safe for two threads: its owner is the watchdog's one task.</summary>
internal sealed class WatchDesk(WatchBook book, EventBook events, WatchRules rules, TimeProvider clock)
{
    private static readonly TimeSpan StormWindow = TimeSpan.FromSeconds(10);

    private readonly Dictionary<TenantName, (Guid Id, TenantWatch Watch)> watches = [];
    private readonly StormGuard storms = new(StormWindow);

    // Of whom the registry is to be taken in again; what of it was taken in last, and until when that says the same: a maintenance ends by the clock alone.
    private readonly HashSet<TenantName> unsettled = [];
    private RegistrySnapshot settled = RegistrySnapshot.Empty;
    private DateTimeOffset settledUntil = DateTimeOffset.MaxValue;

    /// <summary>Every tenant that is watched, by name.</summary>
    internal IEnumerable<(TenantName Name, Guid Id, TenantWatch Watch)> All => watches.Select(pair => (pair.Key, pair.Value.Id, pair.Value.Watch));

    /// <summary>Whether many fail together.</summary>
    internal bool IsStorm => storms.IsStorm(watches.Count, clock.GetUtcNow());

    /// <summary>Takes in what the registry says: of every tenant that is other than the last time, and of those of whom something was seen since.</summary>
    internal void Settle(RegistrySnapshot registry)
    {
        var now = clock.GetUtcNow();
        if (now >= settledUntil)
        {
            settledUntil = DateTimeOffset.MaxValue;
            unsettled.UnionWith(watches.Keys);
        }

        foreach (var (before, tenant) in registry.ChangesSince(settled))
        {
            if (before is not null && before.Id != tenant?.Id) Forget(before.Name);
            if (tenant is not null) _ = unsettled.Add(tenant.Name);
        }

        settled = registry;
        foreach (var name in unsettled)
            if (registry.Tenants.TryGetValue(name, out var tenant)) Settle(tenant, now);
        unsettled.Clear();
    }

    private void Settle(Tenant tenant, DateTimeOffset now)
    {
        if (!watches.ContainsKey(tenant.Name)) Set(tenant.Name, tenant.Id, WatchMachine.Begin(now));
        if (tenant.Maintenance is { } maintenance && maintenance.IsGoodAt(now) && maintenance.Until < settledUntil) settledUntil = maintenance.Until;
        _ = Take(tenant.Name, Read(tenant, now));
    }

    private void Forget(TenantName name)
    {
        _ = watches.Remove(name);
        book.Forget(name);
    }

    /// <summary>Takes in what was seen of a tenant; one that is not watched is not heard of.</summary>
    internal void See(TenantName name, WatchSeen seen)
    {
        // Whatever it has become, the registry may speak against it.
        if (Take(name, seen)) _ = unsettled.Add(name);
    }

    private bool Take(TenantName name, WatchSeen seen)
    {
        if (!watches.TryGetValue(name, out var entry)) return false;
        var now = clock.GetUtcNow();
        var next = WatchMachine.Next(entry.Watch, seen, now, rules, Random.Shared.NextDouble());
        if (ReferenceEquals(next, entry.Watch)) return false;
        Set(name, entry.Id, next);
        if (next.State == WatchState.Failed && entry.Watch.State is not (WatchState.Failed or WatchState.Recovering)) storms.Note(name, now);
        Tell(name, entry.Watch, next);
        return true;
    }

    /// <summary>Whether the sweep looks at a tenant.</summary>
    internal bool IsSwept(TenantName name) => watches.TryGetValue(name, out var entry) && entry.Watch.IsSwept;

    /// <summary>Whether a tenant is known to be well.</summary>
    internal bool IsWell(TenantName name) => watches.TryGetValue(name, out var entry) && entry.Watch.State == WatchState.Healthy;

    /// <summary>Whether it is still the same tenant.</summary>
    internal bool IsSame(TenantName name, Guid id) => watches.TryGetValue(name, out var entry) && entry.Id == id;

    /// <summary>Puts off what is due for a tenant.</summary>
    internal void PutOff(TenantName name)
    {
        if (watches.TryGetValue(name, out var entry)) Set(name, entry.Id, entry.Watch with { DueAt = clock.GetUtcNow() + rules.Recheck });
    }

    /// <summary>What the registry says of a tenant, for the watchdog.</summary>
    internal static WatchSeen Read(Tenant tenant, DateTimeOffset now) => tenant switch
    {
        { Maintenance: { } maintenance } when maintenance.IsGoodAt(now) => new WatchSeen.Maintained(maintenance.Why, maintenance.Until),

        // Every state that is on its way to another is some command's.
        { Observed: not (ObservedState.Running or ObservedState.Failed or ObservedState.Stopped or ObservedState.Suspended) } => new WatchSeen.InCommand(),
        { Desired: DesiredState.Stopped } => new WatchSeen.Off(IsSuspended: false),
        { Desired: DesiredState.Suspended } => new WatchSeen.Off(IsSuspended: true),
        { Observed: ObservedState.Running } => new WatchSeen.Present(),
        _ => new WatchSeen.Gone(tenant.Reason ?? $"it is {StateNames.Of(tenant.Observed)} and shall run"),
    };

    private void Set(TenantName name, Guid id, TenantWatch watch)
    {
        watches[name] = (id, watch);
        book.Set(name, watch);
    }

    /// <summary>Tells a change of state, if it is news.</summary>
    /// <error code="watchdog.repair.gave-up">In the event of a tenant that no repair helped.</error>
    private void Tell(TenantName name, TenantWatch before, TenantWatch after)
    {
        if (after.HasGivenUp && !before.HasGivenUp)
        {
            _ = events.Add(
                "watchdog.gave-up", name.Value, Watchdog.Actor, $"{after.Attempts} repairs did not help: {after.Reason}; lobsterd molt {name} takes it up again", WatchErrors.GaveUp.Name);
            return;
        }

        // That a tenant is known to be well, or not known yet, is no news.
        if (before.State == after.State || after.State == WatchState.Unknown || (before.State, after.State) == (WatchState.Unknown, WatchState.Healthy)) return;
        var reason = after.Reason.Length > 0 ? $": {after.Reason}" : "";
        _ = events.Add($"watchdog.{StateNames.Of(after.State)}", name.Value, Watchdog.Actor, $"{StateNames.Of(before.State)} to {StateNames.Of(after.State)}{reason}");
    }
}
