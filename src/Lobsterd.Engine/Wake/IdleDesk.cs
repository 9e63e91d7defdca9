using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Wake.Schedules;

namespace Lobsterd.Engine.Wake;

/// <summary>The idle rule: a tenant of mode <c>auto</c> falls asleep when nothing passed the edge and its guest sent nothing out and computed next to nothing for
/// <c>wake.idleAfterMs</c>, or for as long as was set for it alone, nobody runs a command in it or has given their word that it stays awake, and its guest neither says so nor has a schedule that is near. What lobsterd itself asks of
/// it never counts.</summary>
public sealed class IdleDesk(
    IEdgeActivity edge,
    IOutwardTraffic traffic,
    RegistryBook registry,
    HypervisorSet hypervisors,
    SuspendCommand suspend,
    Holds holds,
    GuestAgenda agenda,
    WakeConfig config,
    TimeProvider clock)
{
    private const string Actor = "idle rule";
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(15);

    private readonly IdleBook book = new(clock);

    private TimeSpan IdleAfter => TimeSpan.FromMilliseconds(config.IdleAfterMs);

    /// <summary>Looks again and again until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var period = IdleAfter / 8;
        using var timer = new PeriodicTimer(period < ShortestPeriod ? ShortestPeriod : period > LongestPeriod ? LongestPeriod : period, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken)) await LookAsync(cancellationToken);
    }

    /// <summary>Looks once, and begins to put to sleep whoever is idle.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var candidates = registry.Current.Tenants.Values
            .Where(tenant => tenant is { Mode: TenantMode.Auto, Observed: ObservedState.Running })
            .ToDictionary(tenant => tenant.Name);
        book.Keep(candidates.Values.Select(tenant => tenant.Id).ToHashSet());
        if (candidates.Count == 0) return;

        // Of an edge that does not answer nobody is known to be idle.
        if ((await edge.ReadActivityAsync(cancellationToken)).TryGetError(out _, out var activities)) return;

        // Of a firewall that does not tell, nobody is known to send anything.
        var outward = (await traffic.ReadAsync(cancellationToken)).TryGetValue(out var counted) ? counted : null;
        foreach (var seen in activities)
        {
            if (!candidates.TryGetValue(seen.Tenant, out var tenant)) continue;
            var quiet = await QuietAsync(tenant, outward, cancellationToken);
            var idleAfter = IdleAfterOf(tenant);
            if (!seen.IsQuiet || seen.Parked || seen.Idle < idleAfter || quiet < idleAfter || holds.Has(tenant.Id) || tenant.Hold?.IsGoodAt(clock.GetUtcNow()) is true) continue;
            if (await agenda.KeepsAwakeAsync(tenant, cancellationToken) is not null) continue;
            var why = string.Create(CultureInfo.InvariantCulture, $"nothing came for {seen.Idle.TotalSeconds:0} s");
            _ = suspend.Start(new SuspendRequest(tenant.Name.Value, Force: false, why, EvidenceOf(tenant, seen, quiet)), Actor, key: null);
            book.Begin(tenant.Id);
        }
    }

    /// <summary>What the last look found of a tenant's guest; null for one that was not looked at.</summary>
    public IdleLook? LookOf(Guid tenant) => book.Of(tenant);

    private TimeSpan IdleAfterOf(Tenant tenant) => tenant.IdleAfterMs is { } own ? TimeSpan.FromMilliseconds(own) : IdleAfter;

    private IReadOnlyDictionary<string, string> EvidenceOf(Tenant tenant, TenantActivity seen, TimeSpan quiet)
    {
        var look = book.Of(tenant.Id);
        return Evidence.Of(
            ("mode", StateNames.Of(tenant.Mode)),
            ("idleMs", Evidence.Number(Math.Round(seen.Idle.TotalMilliseconds))),
            ("quietMs", Evidence.Number(Math.Round(quiet.TotalMilliseconds))),
            ("idleAfterMs", Evidence.Number(IdleAfterOf(tenant).TotalMilliseconds)),
            ("cpu", look is null ? null : Evidence.Number(look.Cpu)),
            ("sent", look is null ? null : Evidence.Number(look.Sent)),
            ("underWay", "0"),
            ("holds", "0"));
    }

    private async Task<TimeSpan> QuietAsync(Tenant tenant, IReadOnlyDictionary<Slot, ulong>? outward, CancellationToken cancellationToken)
    {
        ulong? sent = outward is not null && outward.TryGetValue(tenant.Slot, out var packets) ? packets : null;
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out _, out var driver)) return TimeSpan.Zero;
        return (await driver.StatsAsync(tenant.Owner, cancellationToken)).TryGetError(out _, out var stats) || stats.IsPaused
            ? TimeSpan.Zero
            : book.Note(tenant.Id, stats.CpuTime, sent);
    }
}
