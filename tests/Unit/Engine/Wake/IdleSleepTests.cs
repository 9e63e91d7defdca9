using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Maintain;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Wake;
using Lobsterd.Engine.Wake.Schedules;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Wake;

/// <summary>Who falls asleep by itself, and who does not.</summary>
public sealed class IdleSleepTests
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider clock = new();
    private readonly Holds holds = new();
    private readonly SeenByEdge edge = new();
    private readonly WorldTraffic traffic = new();
    private TimeSpan cpuTime;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_tenant_for_which_nothing_came_falls_asleep()
    {
        var (service, desk) = await NewAsync("auto");

        await LookAsync(desk, service, times: 5);
        Assert.Equal(ObservedState.Running, StateOf(service));

        await LookAsync(desk, service, times: 1);
        Assert.Equal(ObservedState.Suspended, StateOf(service));
    }

    [Theory]
    [InlineData("manual")]
    [InlineData("always-on")]
    public async Task a_tenant_of_another_mode_stays_awake(string mode)
    {
        var (service, desk) = await NewAsync(mode);

        await LookAsync(desk, service, times: 20);

        Assert.Equal(ObservedState.Running, StateOf(service));
    }

    [Fact]
    public async Task work_in_the_background_keeps_it_awake()
    {
        var (service, desk) = await NewAsync("auto");

        for (var look = 0; look < 20; look++)
        {
            cpuTime += TimeSpan.FromSeconds(2);
            await LookAsync(desk, service, times: 1);
        }

        Assert.Equal(ObservedState.Running, StateOf(service));
    }

    [Fact]
    public async Task what_it_sends_out_into_the_world_keeps_it_awake_however_little_it_computes()
    {
        var (service, desk) = await NewAsync("auto");
        var slot = Alice(service).Slot;
        for (var look = 0; look < 20; look++)
        {
            traffic.Sent[slot] = (ulong)look;
            await LookAsync(desk, service, times: 1);
        }

        Assert.Equal(ObservedState.Running, StateOf(service));
        Assert.Equal(1ul, desk.LookOf(Alice(service).Id)!.Sent);

        // A counter that stands still, and one that begins anew, tell of nothing.
        await LookAsync(desk, service, times: 2);
        traffic.Sent[slot] = 0;
        await LookAsync(desk, service, times: 3);
        Assert.Equal(ObservedState.Suspended, StateOf(service));
    }

    [Fact]
    public async Task a_firewall_that_tells_nothing_keeps_nobody_awake()
    {
        traffic.Broken = new(World.Refused, "the kernel refused");
        var (service, desk) = await NewAsync("auto");
        await LookAsync(desk, service, times: 6);

        Assert.Equal(ObservedState.Suspended, StateOf(service));
    }

    [Fact]
    public async Task what_is_under_way_and_what_came_lately_keep_it_awake()
    {
        var (service, desk) = await NewAsync("auto");

        edge.WebSockets = 1;
        await LookAsync(desk, service, times: 10);
        edge.WebSockets = 0;
        edge.Idle = TimeSpan.FromSeconds(59);
        await LookAsync(desk, service, times: 10);

        Assert.Equal(ObservedState.Running, StateOf(service));
    }

    [Fact]
    public async Task a_command_that_runs_in_its_guest_keeps_it_awake()
    {
        var (service, desk) = await NewAsync("auto");
        using (holds.Take(service.Registry.Current.Tenants.Values.Single().Id)) await LookAsync(desk, service, times: 10);
        Assert.Equal(ObservedState.Running, StateOf(service));

        await LookAsync(desk, service, times: 1);

        Assert.Equal(ObservedState.Suspended, StateOf(service));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(-20, false)]
    [InlineData(3_600, true)]
    [InlineData(-3_600, true)]
    public async Task what_is_due_soon_or_was_due_a_moment_ago_keeps_it_awake(int seconds, bool sleeps)
    {
        var (service, desk) = await NewAsync("auto");
        await LookAsync(desk, service, times: 5);
        service.Agents.Schedules = [new GuestSchedule("beat", $"at {clock.GetUtcNow().AddSeconds(seconds):yyyy-MM-dd'T'HH:mm:ss}Z", clock.GetUtcNow())];

        await LookAsync(desk, service, times: 1);

        Assert.Equal(sleeps ? ObservedState.Suspended : ObservedState.Running, StateOf(service));
    }

    [Fact]
    public async Task somebodys_word_keeps_it_awake_until_it_is_over_or_taken_back()
    {
        var (service, desk) = await NewAsync("auto");
        var words = new OperatorWordCommand(service.Registry, service.Events, clock);
        Assert.True((await words.BeginAsync(OperatorWordKind.Hold, Alice(service), IdleAfter * 3, "nightly import", "uid 0", Token)).IsSuccess);
        await LookAsync(desk, service, times: 14);
        Assert.Equal(ObservedState.Running, StateOf(service));

        await LookAsync(desk, service, times: 3);
        Assert.Equal(ObservedState.Suspended, StateOf(service));
    }

    [Fact]
    public async Task a_word_that_is_taken_back_keeps_nobody_awake()
    {
        var (service, desk) = await NewAsync("auto");
        var words = new OperatorWordCommand(service.Registry, service.Events, clock);
        Assert.True((await words.BeginAsync(OperatorWordKind.Hold, Alice(service), TimeSpan.FromDays(1), "nightly import", "uid 0", Token)).IsSuccess);
        Assert.True((await words.EndAsync(OperatorWordKind.Hold, Alice(service), "uid 0", Token)).IsSuccess);
        await LookAsync(desk, service, times: 6);

        Assert.Equal(ObservedState.Suspended, StateOf(service));
        Assert.Equal(SleepErrors.HoldInvalid, (await words.BeginAsync(OperatorWordKind.Hold, Alice(service), TimeSpan.FromDays(31), "why", "uid 0", Token)).Error.Code);
        Assert.Equal(SleepErrors.HoldInvalid, (await words.BeginAsync(OperatorWordKind.Hold, Alice(service), IdleAfter, " ", "uid 0", Token)).Error.Code);
    }

    [Fact]
    public async Task its_own_word_keeps_it_awake_until_that_is_over()
    {
        var (service, desk) = await NewAsync("auto");
        service.Agents.Schedules = [new GuestSchedule("import", "hold 3m nightly import", clock.GetUtcNow())];
        await LookAsync(desk, service, times: 14);
        Assert.Equal(ObservedState.Running, StateOf(service));

        await LookAsync(desk, service, times: 3);
        Assert.Equal(ObservedState.Suspended, StateOf(service));
    }

    [Fact]
    public async Task of_a_silent_edge_nobody_is_known_to_be_idle()
    {
        var (service, desk) = await NewAsync("auto");
        edge.IsSilent = true;

        await LookAsync(desk, service, times: 20);

        Assert.Equal(ObservedState.Running, StateOf(service));
    }

    private async Task<(WorldService Service, IdleDesk Desk)> NewAsync(string mode)
    {
        var service = new WorldService(new Durable());
        service.Hypervisor.Stats = () => new VmStats(cpuTime, null, 0, IsPaused: false, []);
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice", Mode = mode }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        var config = new WakeConfig { IdleAfterMs = (int)IdleAfter.TotalMilliseconds };
        return (service, new IdleDesk(edge, traffic, service.Registry, service.Hypervisors, service.Sleep.Suspend, holds, new GuestAgenda(service.Agents, config, clock), config, clock));
    }

    // The first look only notes; each of the others comes 12 s later.
    private async Task LookAsync(IdleDesk desk, WorldService service, int times)
    {
        for (var look = 0; look < times; look++)
        {
            await desk.LookAsync(Token);
            foreach (var operation in service.Operations.Running) _ = await operation.Ended;
            clock.Advance(IdleAfter / 5);
        }
    }

    private static Tenant Alice(WorldService service) => service.Registry.Current.Tenants.Values.Single();

    private static ObservedState StateOf(WorldService service) => Alice(service).Observed;

    private sealed class SeenByEdge : IEdgeActivity
    {
        public int WebSockets { get; set; }

        public TimeSpan Idle { get; set; } = TimeSpan.FromHours(1);

        public bool IsSilent { get; set; }

        public Task<Result<IReadOnlyList<TenantActivity>, LobsterError>> ReadActivityAsync(CancellationToken cancellationToken) => Task.FromResult(IsSilent
            ? Result.Failure<IReadOnlyList<TenantActivity>, LobsterError>(new LobsterError(EdgeErrors.Unreachable, "silent"))
            : Result.Success<IReadOnlyList<TenantActivity>, LobsterError>([new TenantActivity(TenantName.Parse("alice").Value, 0, WebSockets, 0, 0, Idle, Parked: false)]));
    }
}
