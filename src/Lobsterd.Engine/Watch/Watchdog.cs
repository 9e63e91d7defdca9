using System.Threading.Channels;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Events;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Watch;

/// <summary>Sees to it that every tenant does what it shall: one task that owns all watches and acts on news.</summary>
public sealed class Watchdog(
    RegistryBook registry, EventBook events, IMender mender, WatchdogEars ears, WatchBook book, WatchdogConfig config, TimeProvider clock)
{
    /// <summary>Who the events say it was.</summary>
    public const string Actor = "watchdog";

    private const string Service = "service";
    private const int MostNews = 16_384;
    private const int LooksAtOnce = 4;

    private readonly Channel<WatchNews> news = Channel.CreateBounded<WatchNews>(new BoundedChannelOptions(MostNews) { SingleReader = true });
    private readonly WatchDesk desk = new(book, events, config.ToRules(), clock);
    private readonly SweepRound sweep = new();
    private readonly HashSet<Task> work = [];
    private readonly HashSet<TenantName> inHand = [];
    private readonly HashSet<TenantName> suspects = [];
    private readonly HashSet<HealthCheck> suspectsOfHost = [];
    private int repairing;
    private int looking;
    private bool isFrontInHand;
    private bool isHostMending;
    private bool isStormAnswered;

    /// <summary>Runs until it is told to stop, then waits for what is under way.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (config.Mode == WatchdogConfig.Off) return;
        using var due = clock.CreateTimer(_ => news.Writer.TryWrite(new WatchNews.Wake()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Task[] feeders =
        [
            FollowEventsAsync(cancellationToken), FollowRegistryAsync(cancellationToken), FollowTimeAsync(cancellationToken), FollowNetworkAsync(cancellationToken),
            FollowHeartsAsync(cancellationToken), .. ears.Host.Select(host => FollowHostAsync(host, cancellationToken)),
        ];
        try
        {
            while (true)
            {
                desk.Settle(registry.Current);
                var now = clock.GetUtcNow();
                Act(now, cancellationToken);
                Wind(due, now);
                Take(await news.Reader.ReadAsync(cancellationToken), cancellationToken);
                while (news.Reader.TryRead(out var more)) Take(more, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }

        await Task.WhenAll(feeders.Concat(work));
    }

    private void Take(WatchNews happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case WatchNews.Seen seen:
                // What ended on purpose, or under somebody's hands, is no news.
                if (seen.Of is not WatchSeen.Gone || (registry.Current.Tenants.TryGetValue(seen.Name, out var tenant) && WatchDesk.Read(tenant, clock.GetUtcNow()) is WatchSeen.Present or WatchSeen.Gone))
                    desk.See(seen.Name, seen.Of);
                break;
            case WatchNews.Slices due:
                TakeSlices(due.Count, cancellationToken);
                break;
            case WatchNews.Changed { What: NetworkNews.Tap { Slot: var slot } }:
                suspects.UnionWith(registry.Current.Tenants.Values.Where(tenant => tenant.Slot == slot).Select(tenant => tenant.Name));
                break;
            case WatchNews.Host of:
                _ = suspectsOfHost.Add(of.About);
                break;
            case WatchNews.Silent silent:
                _ = suspects.Add(silent.Name);
                break;
            case WatchNews.Changed:
                _ = suspectsOfHost.Add(HealthChecks.SharedWall);
                suspects.UnionWith(desk.All.Select(entry => entry.Name));
                break;
            case WatchNews.Ended ended:
                TakeEnd(ended);
                break;
            case WatchNews.HostEnded ended:
                if (ended.WasRepair) isHostMending = false;
                else isFrontInHand = false;
                if (!ended.WasRepair && ended.Outcome.Verdict == MendVerdict.Ill && !isHostMending) MendHost(ended.Outcome.Why, cancellationToken);
                break;
        }
    }

    private void TakeEnd(WatchNews.Ended ended)
    {
        _ = inHand.Remove(ended.Name);
        if (ended.WasRepair) repairing--;
        else looking--;
        if (!desk.IsSame(ended.Name, ended.Id)) return;
        WatchSeen? seen = (ended.Outcome.Verdict, ended.WasRepair) switch
        {
            (MendVerdict.Healthy, false) => new WatchSeen.Passed(),
            (MendVerdict.Ill, false) => new WatchSeen.Ill(ended.Outcome.Why),
            (MendVerdict.Gone, false) => new WatchSeen.Gone(ended.Outcome.Why),
            (MendVerdict.Healthy, true) => new WatchSeen.Repaired(),
            (MendVerdict.Busy, true) => new WatchSeen.RepairPutOff(),
            (_, true) => new WatchSeen.NotRepaired(ended.Outcome.Why),
            _ => null,
        };
        if (seen is not null) desk.See(ended.Name, seen);
    }

    private void Act(DateTimeOffset now, CancellationToken cancellationToken)
    {
        AnswerStorm(cancellationToken);

        // Who waits longest goes first; of those that fell together the youngest, which somebody most likely waits for.
        var tenants = registry.Current.Tenants;
        var due = desk.All
            .Where(entry => entry.Watch.DueBy(now) != WatchDue.Nothing && !inHand.Contains(entry.Name) && tenants.ContainsKey(entry.Name))
            .OrderBy(entry => entry.Watch.DueAt).ThenByDescending(entry => tenants[entry.Name].CreatedAt).ToList();
        foreach (var (name, id, watch) in due)
        {
            if (mender.IsBusy(name)) desk.PutOff(name);
            else if (watch.DueBy(now) == WatchDue.Look) Look(tenants[name], isWhole: true, cancellationToken);
            else if (repairing < config.RepairsAtOnce && !isHostMending) Mend(name, id, cancellationToken);
        }

        if (suspectsOfHost.Count > 0) LookAtFront(cancellationToken);
        LookAtSuspects(cancellationToken);
    }

    // What becomes of a TAP in a command's hands is the command's doing; so is what becomes of one whose tenant shall not run.
    private void LookAtSuspects(CancellationToken cancellationToken)
    {
        if (suspects.Count == 0) return;
        var tenants = registry.Current.Tenants;
        foreach (var name in suspects.Where(name => !inHand.Contains(name)).ToList())
        {
            if (looking >= LooksAtOnce) return;
            _ = suspects.Remove(name);
            if (desk.IsSwept(name) && !mender.IsBusy(name) && tenants.TryGetValue(name, out var tenant)) Look(tenant, isWhole: true, cancellationToken);
        }
    }

    // What they share first: restarting a hundred tenants helps none of them while the network below is gone.
    private void AnswerStorm(CancellationToken cancellationToken)
    {
        if (!desk.IsStorm)
        {
            isStormAnswered = false;
            return;
        }

        if (isStormAnswered || isHostMending) return;
        isStormAnswered = true;
        _ = events.Add("watchdog.storm", null, Actor, $"many tenants failed together: the host is looked at first, then {config.RepairsAtOnce} are repaired at a time");
        MendHost("many tenants failed together", cancellationToken);
    }

    private void TakeSlices(int slices, CancellationToken cancellationToken)
    {
        if (sweep.IsOfFront(slices))
        {
            // A file that nobody tells of is read with the other checks that cost something.
            if (sweep.IsFirst) _ = suspectsOfHost.Add(HealthChecks.Registry);
            LookAtFront(cancellationToken);
        }

        var swept = registry.Current.Tenants.Values.Where(tenant => desk.IsSwept(tenant.Name)).ToList();
        foreach (var (tenant, isWhole) in sweep.Take(swept, slices))
        {
            // So many whole looks as are bearable at once; the rest waits its turn. Of one that is well, a VM whose end would be told is there.
            if (isWhole) _ = suspects.Add(tenant.Name);
            else if (!inHand.Contains(tenant.Name) && !(desk.IsWell(tenant.Name) && mender.IsWatched(tenant))) Look(tenant, isWhole: false, cancellationToken);
        }
    }

    private void LookAtFront(CancellationToken cancellationToken)
    {
        if (isFrontInHand || isHostMending) return;
        isFrontInHand = true;
        var besides = suspectsOfHost.ToList();
        suspectsOfHost.Clear();
        Start(async () => new WatchNews.HostEnded(WasRepair: false, await mender.LookAtFrontAsync(besides, cancellationToken)), cancellationToken);
    }

    private void Look(Tenant tenant, bool isWhole, CancellationToken cancellationToken)
    {
        if (looking >= LooksAtOnce && isWhole) return;
        looking++;
        _ = inHand.Add(tenant.Name);
        Start(async () => new WatchNews.Ended(tenant.Name, tenant.Id, WasRepair: false, await mender.LookAsync(tenant, isWhole, cancellationToken)), cancellationToken);
    }

    private void Mend(TenantName name, Guid id, CancellationToken cancellationToken)
    {
        repairing++;
        _ = inHand.Add(name);
        desk.See(name, new WatchSeen.RepairBegun());
        Start(async () => new WatchNews.Ended(name, id, WasRepair: true, await mender.MendAsync(name, cancellationToken)), cancellationToken);
    }

    private void MendHost(string why, CancellationToken cancellationToken)
    {
        isHostMending = true;
        _ = events.Add("watchdog.host", null, Actor, $"the host is checked and repaired: {why}");
        Start(async () => new WatchNews.HostEnded(WasRepair: true, await mender.MendHostAsync(cancellationToken)), cancellationToken);
    }

    // Each ends in news, and the loop waits for those that are left when it is told to stop.
    private void Start(Func<Task<WatchNews>> act, CancellationToken cancellationToken)
    {
        _ = work.RemoveWhere(task => task.IsCompleted);
        _ = work.Add(Task.Run(() => UnlessStoppedAsync(async () => await news.Writer.WriteAsync(await act(), cancellationToken), cancellationToken), CancellationToken.None));
    }

    private void Wind(ITimer due, DateTimeOffset now)
    {
        // What is due already waits for a turn that ends in news of its own; only what is due later needs the clock.
        var next = desk.All.Where(entry => entry.Watch.DueAt > now).Min(entry => entry.Watch.DueAt);
        _ = due.Change(next is { } at ? at - now : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private Task FollowRegistryAsync(CancellationToken cancellationToken) => UnlessStoppedAsync(
        async () =>
        {
            while (true)
            {
                var seen = registry.Current;
                await news.Writer.WriteAsync(new WatchNews.Wake(), cancellationToken);
                await registry.NextAsync(seen, cancellationToken);
            }
        },
        cancellationToken);

    private Task FollowEventsAsync(CancellationToken cancellationToken) => UnlessStoppedAsync(
        async () =>
        {
            // Ends when it fell too far behind; the registry tells what was missed.
            while (true)
                await foreach (var happened in events.ListenAsync(long.MaxValue, cancellationToken))
                    if (NewsOf(happened) is { } told) await news.Writer.WriteAsync(told, cancellationToken);
        },
        cancellationToken);

    // News that find no room are the sweep's to find.
    private Task FollowNetworkAsync(CancellationToken cancellationToken) =>
        UnlessStoppedAsync(() => ears.Network.HearAsync(change => news.Writer.TryWrite(new WatchNews.Changed(change)), cancellationToken), cancellationToken);

    private Task FollowHeartsAsync(CancellationToken cancellationToken) => UnlessStoppedAsync(
        () => new HeartWatch(ears.Hearts, registry, TimeSpan.FromMilliseconds(config.HeartbeatMs), clock)
            .RunAsync(name => news.Writer.TryWrite(new WatchNews.Silent(name)), cancellationToken),
        cancellationToken);

    private Task FollowHostAsync(IHostNews host, CancellationToken cancellationToken) =>
        UnlessStoppedAsync(() => host.HearAsync(about => news.Writer.TryWrite(new WatchNews.Host(about)), cancellationToken), cancellationToken);

    private Task FollowTimeAsync(CancellationToken cancellationToken) => UnlessStoppedAsync(
        async () =>
        {
            var round = TimeSpan.FromMilliseconds(config.SweepMs);
            var taken = 0L;
            while (true)
            {
                var due = SweepRound.SlicesFor(registry.Current.Tenants.Count);
                await Task.Delay(SweepRound.PauseBefore(round, due, taken), clock, cancellationToken);
                await news.Writer.WriteAsync(new WatchNews.Slices(due), cancellationToken);
                taken += due;
            }
        },
        cancellationToken);

    private static WatchNews.Seen? NewsOf(TenantEvent happened)
    {
        if (happened.Tenant is null || happened.Actor == Actor || TenantName.Parse(happened.Tenant).TryGetError(out _, out var name)) return null;
        if (happened.Kind == VmWatch.ExitedKind) return new WatchNews.Seen(name, new WatchSeen.Gone(happened.Message));
        return happened.Actor == Service ? null : new WatchNews.Seen(name, new WatchSeen.OperatorActed());
    }

    private static async Task UnlessStoppedAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
