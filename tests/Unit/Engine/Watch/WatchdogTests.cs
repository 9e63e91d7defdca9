using Lobsterd.Domain.Config;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Watch;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Watch;

/// <summary>The watchdog's loop over a registry, with a clock that the test moves.</summary>
public sealed class WatchdogTests
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly ScriptedMender mender = new();
    private readonly ToldNetwork network = new();
    private readonly ToldHearts hearts = new();
    private readonly ToldHost host = new();
    private readonly WatchBook book = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_vm_that_ends_is_repaired_without_the_clock_moving()
    {
        await using var run = await RunAsync("alice");
        await HealthyAsync("alice");

        _ = run.Events.Add(VmWatch.ExitedKind, "alice", "service", "the VMM was ended by signal 9");

        Assert.Equal("alice", await mender.Asked.ReadAsync(Token));
        await run.UntilAsync("watchdog.healthy");
    }

    [Fact]
    public async Task what_an_operator_stopped_stays_stopped()
    {
        await using var run = await RunAsync("alice", "bob");
        await run.ChangeAsync("alice", tenant => tenant with { Desired = DesiredState.Stopped, Observed = ObservedState.Stopped, Vm = null });
        _ = run.Events.Add(VmWatch.ExitedKind, "alice", "service", "the guest shut down");
        _ = run.Events.Add(VmWatch.ExitedKind, "bob", "service", "killed");

        // The news come in order: bob's repair says that alice's was passed over.
        Assert.Equal("bob", await mender.Asked.ReadAsync(Token));
        Assert.False(mender.Asked.TryRead(out _));
        await UntilAsync("alice", WatchState.Stopped);
    }

    [Fact]
    public async Task a_maintenance_is_respected_and_ends_by_itself()
    {
        await using var run = await RunAsync("alice", "bob");
        await run.ChangeAsync("alice", tenant => tenant with
        {
            Observed = ObservedState.Failed,
            Vm = null,
            Reason = "taken apart",
            Maintenance = new OperatorWord(clock.GetUtcNow().AddHours(1), "new disks"),
        });
        await UntilAsync("alice", WatchState.Maintenance);
        Assert.False(mender.Asked.TryRead(out _));

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("alice", await mender.Asked.ReadAsync(Token));
    }

    [Fact]
    public async Task it_gives_up_with_an_alert_and_an_operators_molt_has_it_begin_again()
    {
        mender.Repair = new MendOutcome(MendVerdict.Gone, "vm: no VMM");
        await using var run = await RunAsync("alice");
        await run.ChangeAsync("alice", tenant => tenant with { Observed = ObservedState.Failed, Vm = null, Reason = "killed" });
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal("alice", await mender.Asked.ReadAsync(Token));
            await run.UntilAsync("watchdog.failed", attempt + 2);
            clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal("alice", await mender.Asked.ReadAsync(Token));
        await run.UntilAsync("watchdog.gave-up");
        clock.Advance(TimeSpan.FromDays(1));
        Assert.False(mender.Asked.TryRead(out _));

        _ = run.Events.Add("tenant.molted", "alice", "uid 0", "checked and not healthy");
        Assert.Equal("alice", await mender.Asked.ReadAsync(Token));
    }

    [Fact]
    public async Task many_that_fall_together_have_the_host_looked_at_first_and_rise_under_the_bound()
    {
        var gate = new TaskCompletionSource();
        mender.Gate = gate.Task;
        await using var run = await RunAsync("alice", "bob", "carol", "dave");
        await run.ChangeAllAsync(tenant => tenant with { Observed = ObservedState.Failed, Vm = null, Reason = "the host was restarted" });

        var first = await mender.Asked.ReadAsync(Token);
        Assert.Equal("(host)", first);
        _ = await mender.Asked.ReadAsync(Token);
        _ = await mender.Asked.ReadAsync(Token);
        gate.SetResult();
        _ = await mender.Asked.ReadAsync(Token);
        _ = await mender.Asked.ReadAsync(Token);
        Assert.Equal(2, mender.MostAtOnce);
    }

    [Fact]
    public async Task while_a_command_has_a_tenant_its_repair_waits()
    {
        mender.Busy["alice"] = true;
        await using var run = await RunAsync("alice", "bob");
        await run.ChangeAllAsync(tenant => tenant with { Observed = ObservedState.Failed, Vm = null, Reason = "killed" });
        Assert.Equal("bob", await mender.Asked.ReadAsync(Token));

        Assert.True(mender.Busy.TryRemove("alice", out _));

        // Nothing has mended bob's state, so he may be asked for again first. Her next turn may be set from whatever the clock says by then, so it goes on.
        while (!(mender.Asked.TryRead(out var asked) && asked == "alice"))
        {
            Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task a_tap_that_falls_has_its_tenant_looked_at_and_nobody_else_without_the_clock_moving()
    {
        await using var run = await RunAsync("alice", "bob", "carol");
        await HealthyAsync("alice", "bob", "carol");
        while (mender.Looked.TryRead(out _)) { }

        await network.TellAsync(new NetworkNews.Tap(run.SlotOf("bob")));
        await network.TellAsync(new NetworkNews.Tap(run.SlotOf("carol")));

        Assert.Equal(["bob", "carol"], new SortedSet<string> { await mender.Looked.ReadAsync(Token), await mender.Looked.ReadAsync(Token) });
        Assert.False(mender.Looked.TryRead(out _));
    }

    [Fact]
    public async Task what_falls_in_a_commands_hands_or_of_one_that_shall_not_run_is_no_news()
    {
        await using var run = await RunAsync("alice", "bob", "carol");
        await HealthyAsync("alice", "bob", "carol");
        await run.ChangeAsync("bob", tenant => tenant with { Desired = DesiredState.Stopped, Observed = ObservedState.Stopped, Vm = null });
        await UntilAsync("bob", WatchState.Stopped);
        mender.Busy["alice"] = true;
        while (mender.Looked.TryRead(out _)) { }

        foreach (var name in (string[])["alice", "bob", "carol"]) await network.TellAsync(new NetworkNews.Tap(run.SlotOf(name)));

        // The news come in order: carol's look says that the others were passed over.
        Assert.Equal("carol", await mender.Looked.ReadAsync(Token));
        Assert.False(mender.Looked.TryRead(out _));
    }

    [Fact]
    public async Task a_wall_that_another_has_changed_is_looked_at_with_every_tenant_behind_it()
    {
        string[] names = ["alice", "bob", "carol", "dave", "erin", "frank"];
        await using var run = await RunAsync(names);
        await HealthyAsync(names);
        while (mender.Looked.TryRead(out _)) { }
        while (mender.LookedBesides.TryRead(out _)) { }

        await network.TellAsync(new NetworkNews.All());

        var looked = new HashSet<string>();
        while (looked.Count < names.Length) _ = looked.Add(await mender.Looked.ReadAsync(Token));
        Assert.Equal(names.ToHashSet(), looked);
        Assert.Equal("shared-wall", await mender.LookedBesides.ReadAsync(Token));
    }

    [Fact]
    public async Task what_all_share_is_looked_at_when_it_is_told_of_and_no_tenant_is()
    {
        await using var run = await RunAsync("alice");
        await HealthyAsync("alice");
        while (mender.Looked.TryRead(out _)) { }
        while (mender.LookedBesides.TryRead(out _)) { }

        await host.TellAsync(HealthChecks.Registry);
        Assert.Equal("registry", await mender.LookedBesides.ReadAsync(Token));
        await host.TellAsync(HealthChecks.Caddy);

        Assert.Equal("caddy", await mender.LookedBesides.ReadAsync(Token));
        Assert.False(mender.Looked.TryRead(out _));
    }

    [Fact]
    public async Task a_heart_that_falls_silent_has_its_tenant_looked_at_and_nobody_else()
    {
        await using var run = await RunAsync("alice", "bob");
        await HealthyAsync("alice", "bob");
        await HeardAsync("alice", "bob");
        while (mender.Looked.TryRead(out _)) { }

        hearts.Stop("bob");

        Assert.Equal("bob", await mender.Looked.ReadAsync(Token));
        Assert.False(mender.Looked.TryRead(out _));
        Assert.Equal(TimeSpan.FromSeconds(30), hearts.Every);
        await HeardAsync("alice", "bob");
    }

    [Fact]
    public async Task one_that_never_beat_is_the_sweep_s()
    {
        await using var run = await RunAsync("alice", "bob");
        await HealthyAsync("alice", "bob");
        await HeardAsync("alice", "bob");
        while (mender.Looked.TryRead(out _)) { }

        hearts.Stop("alice", wasHeard: false);
        hearts.Stop("bob");

        // Bob's look says that alice's was passed over.
        Assert.Equal("bob", await mender.Looked.ReadAsync(Token));
        Assert.False(mender.Looked.TryRead(out _));
    }

    [Fact]
    public async Task the_sweep_passes_over_a_vm_whose_end_would_be_told()
    {
        mender.Watched["alice"] = true;
        await using var run = await RunAsync("alice", "bob");
        await HealthyAsync("alice", "bob");
        while (mender.Glanced.TryRead(out _)) { }

        // Two rounds; nobody is looked at with every check before the tenth.
        var seen = new List<string>();
        while (seen.Count < 2)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(Breath, TimeProvider.System, Token);
            while (mender.Glanced.TryRead(out var name)) seen.Add(name);
        }

        Assert.Equal(["bob", "bob"], seen);
    }

    [Fact]
    public async Task whoever_does_not_run_any_more_is_listened_to_no_more()
    {
        await using var run = await RunAsync("alice", "bob");
        await HealthyAsync("alice", "bob");
        await HeardAsync("alice", "bob");

        await run.ChangeAsync("bob", tenant => tenant with { Observed = ObservedState.Suspending });

        await HeardAsync("alice");
    }

    // They are listened to after a while, so the clock goes on.
    private async Task HeardAsync(params IReadOnlyList<string> names)
    {
        while (!hearts.Heard.SequenceEqual(names))
        {
            Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    // The sweep finds them well, and with it the clock goes on: no faster than the sweep, whose tenth round would look with every check when a test has begun to listen.
    private async Task HealthyAsync(params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            while (book.Of(TenantName.Parse(name).Value) is null)
            {
                Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            while (book.Of(TenantName.Parse(name).Value)?.State != WatchState.Healthy)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(Breath, TimeProvider.System, Token);
            }
        }
    }

    private async Task UntilAsync(string name, WatchState state)
    {
        while (book.Of(TenantName.Parse(name).Value)?.State != state)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<WatchedRun> RunAsync(params IReadOnlyList<string> names)
    {
        var service = new WorldService(new Durable());
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        foreach (var name in names)
            Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        var events = new EventBook(clock);
        var config = new WatchdogConfig { MaxRepairAttempts = 3, RepairsAtOnce = 2 };
        return new WatchedRun(service.Registry, events, new Watchdog(service.Registry, events, mender, new WatchdogEars(network, hearts, [host]), book, config, clock));
    }

    private sealed class WatchedRun : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        private readonly RegistryBook registry;
        private readonly Task run;

        internal WatchedRun(RegistryBook registry, EventBook events, Watchdog watchdog)
        {
            (this.registry, Events) = (registry, events);
            run = watchdog.RunAsync(stop.Token);
        }

        internal EventBook Events { get; }

        internal Slot SlotOf(string name) => registry.Current.Tenants[TenantName.Parse(name).Value].Slot;

        internal async Task ChangeAsync(string name, Func<Tenant, Tenant> edit) =>
            _ = (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, TenantName.Parse(name).Value, snapshot.Tenants[TenantName.Parse(name).Value].Id, edit), Token)).Value;

        internal async Task ChangeAllAsync(Func<Tenant, Tenant> edit) =>
            _ = (await registry.ChangeAsync(
            snapshot => CSharpFunctionalExtensions.Result.Success<RegistryChange<int>, Lobsterd.Domain.Errors.LobsterError>(new RegistryChange<int>(
                snapshot with { Tenants = snapshot.Tenants.SetItems(snapshot.Tenants.Select(pair => KeyValuePair.Create(pair.Key, edit(pair.Value)))) }, 0)),
            Token)).Value;

        internal async Task UntilAsync(string kind, int times = 1)
        {
            await foreach (var happened in Events.ListenAsync(0, Token))
                if (happened.Kind == kind && --times == 0) return;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await run;
            stop.Dispose();
        }
    }
}
