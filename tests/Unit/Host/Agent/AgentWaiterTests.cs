using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;
using Lobsterd.Protocol.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

public sealed class AgentWaiterTests
{
    private static readonly TimeSpan BootBound = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_agent_that_is_up_needs_no_knock()
    {
        // The clock stands still: an attempt that takes its time is not given up.
        await using var agent = AgentClientTests.Obliging();
        using var client = agent.Client(new StillClock());

        Assert.True((await client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token)).IsSuccess);
        Assert.Equal(1, agent.Connections);
    }

    [Fact]
    public async Task a_knock_starts_a_fresh_attempt_at_once()
    {
        // The clock stands still, so nothing but the knock can end the first attempt.
        var clock = new StillClock();
        var doors = new DeafDoors(unanswered: 1);
        using var client = new AgentClient(doors, new AgentConfig(), clock);

        var waiting = client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token);
        await doors.Attempt(1).WaitAsync(Token);
        doors.Knock.Give();

        Assert.True((await waiting).IsSuccess);
        Assert.Equal(2, doors.Attempts);
    }

    [Fact]
    public async Task what_is_dropped_behind_a_knock_is_sent_again_soon()
    {
        var clock = new FakeTimeProvider();
        var doors = new DeafDoors(unanswered: 2);
        using var client = new AgentClient(doors, new AgentConfig(), clock);

        var waiting = client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token);
        await doors.Attempt(1).WaitAsync(Token);
        clock.Advance(AgentWaiter.Pace);
        doors.Knock.Give();
        await doors.Attempt(2).WaitAsync(Token);
        clock.Advance(AgentWaiter.KnockedPatience - TimeSpan.FromTicks(1));
        Assert.Equal(2, doors.Attempts);
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.True((await waiting).IsSuccess);
        Assert.Equal(3, doors.Attempts);
    }

    [Fact]
    public async Task without_a_knock_every_attempt_gets_twice_the_time_of_the_one_before()
    {
        var clock = new FakeTimeProvider();
        var doors = new DeafDoors(unanswered: 3);
        using var client = new AgentClient(doors, new AgentConfig(), clock);

        var waiting = client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token);
        for (var (attempt, patience) = (1, AgentWaiter.FirstPatience); attempt <= 3; attempt++, patience *= 2)
        {
            await doors.Attempt(attempt).WaitAsync(Token);
            clock.Advance(patience - TimeSpan.FromTicks(1));
            Assert.Equal(attempt, doors.Attempts);
            clock.Advance(TimeSpan.FromTicks(1));
        }

        Assert.True((await waiting).IsSuccess);
        Assert.Equal(4, doors.Attempts);
    }

    [Fact]
    public async Task refused_attempts_are_repeated_at_the_pace()
    {
        var clock = new FakeTimeProvider();
        var doors = new DeafDoors(unanswered: 0, refused: 50);
        using var client = new AgentClient(doors, new AgentConfig(), clock);

        var waiting = client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token);
        for (var attempt = 1; attempt <= 50; attempt++)
        {
            await doors.Attempt(attempt).WaitAsync(Token);
            Assert.Equal(attempt, doors.Attempts);
            clock.Advance(AgentWaiter.Pace);
        }

        Assert.True((await waiting).IsSuccess);
    }

    [Fact]
    public async Task a_guest_that_never_answers_is_given_up_at_the_bound_of_a_boot()
    {
        var clock = new FakeTimeProvider();
        var doors = new DeafDoors(unanswered: int.MaxValue);
        using var client = new AgentClient(doors, new AgentConfig(), clock);

        var waiting = client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token);
        await doors.Attempt(1).WaitAsync(Token);
        clock.Advance(TimeSpan.FromMinutes(2));

        var error = (await waiting).Error;
        Assert.Equal(AgentErrors.Unreachable, error.Code);
        Assert.EndsWith("within 120 s (attempts: 1, how the last ended: not yet; no knock was heard)", error.Message, StringComparison.Ordinal);
        Assert.True(doors.Knock.IsDisposed);
    }

    [Fact]
    public async Task a_flood_of_knocks_does_not_take_the_attempt_away_that_will_be_answered()
    {
        var doors = new DeafDoors(unanswered: 1);
        using var client = new AgentClient(doors, new AgentConfig(), new StillClock());
        for (var knock = 0; knock < 10_000; knock++) doors.Knock.Give();

        Assert.True((await client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token)).IsSuccess);
        Assert.Equal(2, doors.Attempts);
    }

    [Fact]
    public async Task an_agent_that_hangs_up_is_tried_again_and_one_that_babbles_is_not()
    {
        await using var shy = new HostileAgent(peer => peer.Number < 3 ? Task.CompletedTask : peer.GreetAsync());
        using var patient = shy.Client();
        await using var mad = new HostileAgent(peer => peer.SayAsync("220 smtp ready"));
        using var other = mad.Client();

        Assert.True((await patient.WaitReadyAsync(HostileAgent.Alice, BootBound, Token)).IsSuccess);
        Assert.Equal(3, shy.Connections);
        Assert.Equal(AgentErrors.Garbled, (await other.WaitReadyAsync(HostileAgent.Alice, BootBound, Token)).Error.Code);
        Assert.Equal(1, mad.Connections);
    }

    [Fact]
    public async Task a_tenant_without_an_interface_is_told_at_once()
    {
        using var client = new AgentClient(new ScriptedDoors([], [], 1), new AgentConfig(), new StillClock());

        Assert.Contains("no interface", (await client.WaitReadyAsync(HostileAgent.Alice, BootBound, Token)).Error.Message, StringComparison.Ordinal);
    }

    /// <summary>Time passes for nobody but those who wait for the pace between attempts.</summary>
    private sealed class StillClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == AgentWaiter.Pace ? dueTime : Timeout.InfiniteTimeSpan, period);
    }

    /// <summary>Doors that refuse at first, then leave attempts hanging, then greet.</summary>
    private sealed class DeafDoors(int unanswered, int refused = 0) : IAgentDoors
    {
        private readonly Dictionary<int, TaskCompletionSource> attempts = [];
        private readonly Lock gate = new();

        internal KnockByHand Knock { get; } = new();

        internal int Attempts { get; private set; }

        internal Task Attempt(int number) => Source(number).Task;

        public async Task<Result<Stream, AgentLapse>> OpenAsync(VmOwner owner, int port, CancellationToken cancellationToken)
        {
            var number = ++Attempts;
            Source(number).SetResult();
            if (number <= refused) return AgentLapse.PortClosed;
            if (number <= unanswered) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return new ScriptedStream(ScriptedDoors.Greeting, [], AgentLimits.MaxLineBytes, () => { });
        }

        public Result<IKnockListener, AgentLapse> Listen(VmOwner owner) => Knock;

        private TaskCompletionSource Source(int number)
        {
            lock (gate)
            {
                if (!attempts.TryGetValue(number, out var source))
                    attempts[number] = source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return source;
            }
        }
    }
}
