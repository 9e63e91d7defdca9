using Lobsterd.Domain.Config;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Settings;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Registry;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>Snaps by schedule, on a clock of the test's.</summary>
public sealed class SnapDeskTests
{
    // A day that no year has: the real date of a run decides nothing.
    private const string Never = "0 0 30 2 *";

    private readonly WorldService service = new(new Durable());
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task each_time_of_a_schedule_is_one_snap()
    {
        var desk = await DeskAsync("0 * * * *", "alice");
        var before = Count;
        await LookEachAsync(desk, TimeSpan.FromMinutes(1), times: 180);

        Assert.Equal(3, Count - before);
        Assert.All(Snaps, snap => Assert.Equal((SnapCause.Schedule, null), (snap.Cause, snap.Label)));
    }

    [Fact]
    public async Task what_was_missed_is_taken_once_when_the_service_is_back()
    {
        _ = await DeskAsync("0 * * * *", "alice");
        service.Durable.Snaps.Put(Earlier(SnapCause.Schedule, hoursAgo: 50));
        var restarted = Desk("0 * * * *");

        await restarted.LookAsync(Stop);
        await restarted.LookAsync(Stop);

        Assert.Equal(2, Count);
    }

    [Fact]
    public async Task what_an_earlier_service_took_is_not_taken_again()
    {
        _ = await DeskAsync("0 0 1 1 *", "alice");
        service.Durable.Snaps.Put(Earlier(SnapCause.Schedule, hoursAgo: 0));

        await Desk("0 0 1 1 *").LookAsync(Stop);

        Assert.Equal(1, Count);
    }

    [Fact]
    public async Task a_clock_that_is_put_back_by_a_year_does_not_stop_the_schedule()
    {
        _ = await DeskAsync("0 * * * *", "alice");
        service.Durable.Snaps.Put(Earlier(SnapCause.Schedule, hoursAgo: -24 * 365));
        var desk = Desk("0 * * * *");
        await desk.LookAsync(Stop);
        Assert.Equal(1, Count);

        clock.Advance(TimeSpan.FromHours(1));
        await desk.LookAsync(Stop);

        Assert.Equal(2, Count);
    }

    [Fact]
    public async Task a_clock_that_jumps_forward_makes_one_snap_of_all_that_it_jumped_over()
    {
        var desk = await DeskAsync("*/5 * * * *", "alice");
        clock.Advance(TimeSpan.FromDays(400));

        await desk.LookAsync(Stop);
        await desk.LookAsync(Stop);

        Assert.Equal(1, Count);
    }

    [Fact]
    public async Task one_that_cannot_be_copied_now_is_when_it_can()
    {
        var desk = await DeskAsync("0 * * * *", "alice");
        Assert.True((await service.Sleep.Suspend.Start(new(service.Registry.Current.Tenants.Keys.Single().Value, Force: true, null), "tester", key: null).Value.Ended).IsSuccess);
        clock.Advance(TimeSpan.FromHours(2));
        await desk.LookAsync(Stop);
        Assert.Equal(0, Count);

        Assert.True((await service.Power.Start(PowerAct.Start, "alice", "tester", key: null).Value.Ended).IsSuccess);
        await desk.LookAsync(Stop);

        Assert.Equal(1, Count);
    }

    [Fact]
    public async Task one_that_fails_waits_for_the_next_time()
    {
        var desk = await DeskAsync("0 * * * *", "alice");
        clock.Advance(TimeSpan.FromHours(1));
        service.Durable.World.Failing = "snap.copy";
        await desk.LookAsync(Stop);
        service.Durable.World.Failing = null;
        await desk.LookAsync(Stop);
        Assert.Equal(0, Count);

        clock.Advance(TimeSpan.FromHours(1));
        await desk.LookAsync(Stop);

        Assert.Equal(1, Count);
    }

    [Fact]
    public async Task only_those_it_is_for_are_copied_and_all_of_them()
    {
        var desk = await DeskAsync("0 * * * *", "alice", "alan", "bob");
        clock.Advance(TimeSpan.FromHours(1));

        await desk.LookAsync(Stop);

        Assert.Equal(["alan", "alice"], Snaps.Select(snap => snap.Tenant.Value).Order());
    }

    [Fact]
    public async Task a_tenant_s_own_times_are_its_alone_and_meet_those_of_the_configuration()
    {
        var desk = await DeskAsync(Never, "alice", "bob");
        await SetAsync("bob", new() { SnapEvery = "6h" });
        await LookEachAsync(desk, TimeSpan.FromHours(1), times: 20);

        Assert.Equal(["bob", "bob", "bob"], Snaps.Select(snap => snap.Tenant.Value));

        await SetAsync("bob", new() { SnapEvery = "never" });
        clock.Advance(TimeSpan.FromDays(2));
        await desk.LookAsync(Stop);
        Assert.Equal(3, Count);
    }

    [Fact]
    public async Task a_tenant_s_own_bound_goes_before_the_configuration_s()
    {
        var desk = await DeskAsync(Never, "bob");
        await SetAsync("bob", new() { SnapEvery = "1h", SnapKeep = 2 });
        await LookEachAsync(desk, TimeSpan.FromHours(1), times: 6);

        Assert.Equal(2, Count);

        // The configuration of these tests keeps three.
        await SetAsync("bob", new() { SnapKeep = 0 });
        await LookEachAsync(desk, TimeSpan.FromHours(1), times: 2);
        Assert.Equal(3, Count);
    }

    [Fact]
    public async Task times_that_this_host_cannot_read_are_told_once_and_take_nothing()
    {
        var desk = await DeskAsync(Never, "bob");
        var bob = service.Registry.Current.Tenants.Values.Single();
        Assert.True((await service.Registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, bob.Name, bob.Id, entry => entry with { Snaps = new SnapRule("Mars/Olympus 0 * * * *", null) }), Stop)).IsSuccess);
        clock.Advance(TimeSpan.FromDays(2));

        await desk.LookAsync(Stop);
        await desk.LookAsync(Stop);

        Assert.Equal(0, Count);
        Assert.Contains("Mars/Olympus", Assert.Single(await service.Events.ListenAsync(0, isFollowing: false, Stop).Where(told => told.Kind == "snap.failed").ToListAsync(Stop)).Message, StringComparison.Ordinal);
    }

    private async Task LookEachAsync(SnapDesk desk, TimeSpan step, int times)
    {
        for (var time = 0; time < times; time++)
        {
            clock.Advance(step);
            await desk.LookAsync(Stop);
        }
    }

    private int Count => service.Durable.Snaps.Count;

    private IReadOnlyList<Snap> Snaps => service.Durable.Snaps.List().Value;

    private Snap Earlier(SnapCause cause, int hoursAgo) => Snap.Of(
        service.Registry.Current.Tenants.Values.Single(), SnapId.Parse("0123456789ab").Value, cause, label: null, clock.GetUtcNow() - TimeSpan.FromHours(hoursAgo), "1.0");

    private async Task<SnapDesk> DeskAsync(string cron, params string[] names)
    {
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "tester", null).Value.Ended).IsSuccess);
        foreach (var name in names)
            Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "tester", null, Stop)).Value.Ended).IsSuccess);
        return Desk(cron);
    }

    private SnapDesk Desk(string cron) => new(
        service.Snaps,
        service.Durable.Snaps,
        service.Registry,
        new SnapConfig { Schedules = new Dictionary<string, SnapScheduleConfig> { ["test"] = new() { Cron = cron, Tenants = ["al*"] } } },
        service.Events,
        clock);

    private async Task SetAsync(string name, SettingsChange change) =>
        Assert.True((await service.Settings.Start(name, change, "tester", key: null).Value.Ended).IsSuccess);
}
