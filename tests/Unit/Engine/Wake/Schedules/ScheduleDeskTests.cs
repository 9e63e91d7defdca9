using Lobsterd.Domain.Config;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Wake.Schedules;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Wake.Schedules;

/// <summary>Sleepers that are woken because something is due, by a clock that the test sets.</summary>
public sealed class ScheduleDeskTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);

    private readonly Durable durable = new();
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_sleeper_is_awake_shortly_before_its_schedule_is_due()
    {
        var (service, desk) = await NewAsync();

        clock.Advance(TimeSpan.FromHours(1) - Ahead - TimeSpan.FromSeconds(2));
        Assert.InRange(await desk.LookAsync(Token), TimeSpan.FromTicks(1), TimeSpan.FromSeconds(2));
        Assert.Equal(ObservedState.Suspended, Of(service).Observed);

        clock.Advance(TimeSpan.FromSeconds(2));
        _ = await desk.LookAsync(Token);
        Assert.Equal((ObservedState.Running, null), (Of(service).Observed, Of(service).Due));
        var woken = Assert.Single(await service.Events.LastOfAsync("alice", happened => happened.Kind == "tenant.resumed", 9, Token));
        Assert.Equal(("schedule", "beat"), (woken.Actor, woken.Evidence!["schedule"]));
        Assert.DoesNotContain("lateMs", woken.Evidence!.Keys);
    }

    [Fact]
    public async Task beats_that_were_missed_are_made_up_for_by_one_wake_and_said_to_be_late()
    {
        var (first, _) = await NewAsync("every 1m");
        var due = Of(first).Due!.At;

        // The service was down for a day; the next one finds what is due in the registry.
        clock.Advance(TimeSpan.FromDays(1));
        var service = new WorldService(durable);
        var desk = DeskOf(service);
        _ = await desk.LookAsync(Token);
        _ = await desk.LookAsync(Token);

        Assert.Equal(ObservedState.Running, Of(service).Observed);
        var woken = Assert.Single(await service.Events.LastOfAsync("alice", happened => happened.Kind == "tenant.resumed", 9, Token));
        Assert.Equal((clock.GetUtcNow() - due).TotalMilliseconds, double.Parse(woken.Evidence!["lateMs"], System.Globalization.CultureInfo.InvariantCulture), 1.0);
    }

    [Fact]
    public async Task a_clock_that_jumps_forward_is_noticed_at_the_next_look_and_one_that_jumps_back_wakes_nobody()
    {
        var (service, desk) = await NewAsync();
        Assert.Equal(ScheduleDesk.LongestWait, await desk.LookAsync(Token));

        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromHours(5));
        Assert.Equal(ScheduleDesk.LongestWait, await desk.LookAsync(Token));
        Assert.Equal(ObservedState.Suspended, Of(service).Observed);

        clock.AdjustTime(clock.GetUtcNow() + TimeSpan.FromHours(7));
        _ = await desk.LookAsync(Token);
        Assert.Equal(ObservedState.Running, Of(service).Observed);
    }

    [Theory]
    [InlineData("manual")]
    [InlineData("always-on")]
    public async Task whom_a_person_put_to_sleep_a_person_wakes(string mode)
    {
        var (service, desk) = await NewAsync(mode: mode);
        clock.Advance(TimeSpan.FromDays(1));

        _ = await desk.LookAsync(Token);

        Assert.Equal(ObservedState.Suspended, Of(service).Observed);
    }

    [Fact]
    public async Task a_wake_that_fails_is_tried_again_after_a_rest_that_grows()
    {
        var (service, desk) = await NewAsync();
        durable.World.Failing = "network.attach";
        clock.Advance(TimeSpan.FromHours(1));

        for (var look = 0; look < 5; look++) _ = await desk.LookAsync(Token);
        Assert.Equal(1, await FailuresAsync(service));
        clock.Advance(TimeSpan.FromSeconds(61));
        for (var look = 0; look < 5; look++) _ = await desk.LookAsync(Token);
        Assert.Equal(2, await FailuresAsync(service));
        clock.Advance(TimeSpan.FromSeconds(61));
        _ = await desk.LookAsync(Token);
        Assert.Equal(2, await FailuresAsync(service));

        durable.World.Failing = null;
        clock.Advance(TimeSpan.FromSeconds(61));
        _ = await desk.LookAsync(Token);
        Assert.Equal(ObservedState.Running, Of(service).Observed);
    }

    [Fact]
    public async Task one_without_a_schedule_sleeps_on()
    {
        var (service, desk) = await NewAsync("nonsense");
        Assert.Null(Of(service).Due);
        clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(ScheduleDesk.LongestWait, await desk.LookAsync(Token));
        Assert.Equal(ObservedState.Suspended, Of(service).Observed);
    }

    private async Task<(WorldService Service, ScheduleDesk Desk)> NewAsync(string? text = null, string mode = "auto")
    {
        var service = new WorldService(durable);
        var now = TimeProvider.System.GetUtcNow();
        clock.SetUtcNow(now > clock.GetUtcNow() ? now : clock.GetUtcNow());
        var inAnHour = (clock.GetUtcNow() + TimeSpan.FromHours(1)).UtcDateTime;
        service.Agents.Schedules = [new GuestSchedule("beat", text ?? $"at {inAnHour:yyyy-MM-dd'T'HH:mm:ss}Z", now)];
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice", Mode = mode }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: true, Why: null), "uid 0", null).Value.Ended).IsSuccess);
        return (service, DeskOf(service));
    }

    private ScheduleDesk DeskOf(WorldService service) => new(service.Registry, service.Sleep.Resume, new WakeConfig { AheadOfMs = (int)Ahead.TotalMilliseconds }, clock);

    private static async Task<int> FailuresAsync(WorldService service) =>
        (await service.Events.LastOfAsync("alice", happened => happened.Kind == "tenant.resume-failed", 9, Token)).Count;

    private static Tenant Of(WorldService service) => service.Registry.Current.Tenants.Values.Single();
}
