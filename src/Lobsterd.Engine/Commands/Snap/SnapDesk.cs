using System.Collections.Concurrent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Takes the snaps that schedules want, the configuration's and the tenants' own. What was last taken is told by the snaps themselves, so that a service that was down takes what it missed,
/// once; a tenant that sleeps is copied when it is awake again.</summary>
public sealed class SnapDesk(SnapCommand snaps, ISnaps store, RegistryBook registry, SnapConfig config, EventBook events, TimeProvider clock)
{
    private const string Actor = "snap schedule";

    // Cron counts in minutes.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private readonly IReadOnlyList<SnapSchedule> schedules = ReadAll(config);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> last = new();
    private readonly HashSet<(Guid Id, string Text)> misread = [];

    /// <summary>Looks again and again until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken)) await LookAsync(cancellationToken);
    }

    /// <summary>Looks once, and waits until everything that was due has been taken or has failed.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var tenants = registry.Current.Tenants.Values.ToList();
        var ids = tenants.Select(tenant => tenant.Id).ToHashSet();
        foreach (var gone in last.Keys.Where(id => !ids.Contains(id))) _ = last.TryRemove(gone, out _);

        var due = tenants.Where(tenant => IsDue(tenant, now)).ToList();
        var bound = new ParallelOptions { MaxDegreeOfParallelism = config.MaxParallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, bound, async (tenant, stop) => await TakeAsync(tenant, stop));
    }

    private bool IsDue(Tenant tenant, DateTimeOffset now)
    {
        var theirs = schedules.Where(schedule => schedule.IsFor(tenant)).ToList();
        var own = OwnTimesOf(tenant);
        if ((theirs.Count == 0 && own is null) || LastOf(tenant) is not { } at) return false;

        // A clock that was put back would otherwise have to catch up first.
        if (at > now) at = now;
        last[tenant.Id] = at;
        return (own?.NextAfter(at) <= now || theirs.Any(schedule => schedule.NextAfter(at) <= now)) && SnapKeeper.CheckState(tenant).IsSuccess;
    }

    // They were read when they were set, on a host that knew their time zone. Where this one does not, it is told once.
    private SnapTimes? OwnTimesOf(Tenant tenant)
    {
        if (tenant.Snaps.Every is not { } text) return null;
        if (!SnapTimes.Parse(text).TryGetError(out var error, out var times)) return times;
        if (misread.Add((tenant.Id, text))) _ = events.Add("snap.failed", tenant.Name.Value, Actor, error.FullMessage, error.Code.Name);
        return null;
    }

    private DateTimeOffset? LastOf(Tenant tenant)
    {
        if (last.TryGetValue(tenant.Id, out var known)) return known;
        if (store.ListOf(tenant.Id).TryGetError(out _, out var theirs)) return null;
        return theirs.Where(snap => snap.Cause == SnapCause.Schedule).Select(snap => (DateTimeOffset?)snap.MadeAt).Max() ?? tenant.CreatedAt;
    }

    // One that fails is told by its own event, and is not tried again before the schedule's next time.
    private async Task TakeAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        last[tenant.Id] = clock.GetUtcNow();
        if (snaps.Start(new SnapRequest(tenant.Name.Value) { Cause = SnapCause.Schedule }, Actor, key: null).TryGetValue(out var operation))
            _ = await operation.Ended.WaitAsync(cancellationToken);
    }

    // Checked when the configuration was read.
    private static IReadOnlyList<SnapSchedule> ReadAll(SnapConfig config) => [.. config.Schedules.Values.Select(schedule => SnapSchedule.Read(schedule).Value)];
}
