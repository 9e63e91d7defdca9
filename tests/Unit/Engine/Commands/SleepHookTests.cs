using Lobsterd.Domain.Config;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Events;
using Lobsterd.Tests.Unit.Engine.Registry;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>A workload's word before its tenant falls asleep.</summary>
public sealed class SleepHookTests
{
    private static readonly Tenant Alice = Tenants.Named("alice") with { Workload = "bot" };

    private readonly FakeTimeProvider clock = new();
    private readonly WorldAgents agents = new(new World(), TimeProvider.System);
    private readonly EventBook events;
    private readonly SleepHook hook;

    public SleepHookTests()
    {
        events = new EventBook(clock);
        var bot = new WorkloadConfig { User = "bot", BeforeSleep = ["/usr/bin/flush", "--now"] };
        var config = new LobsterdConfig { Workloads = new Dictionary<string, WorkloadConfig> { ["bot"] = bot, ["gateway"] = new() } };
        hook = new SleepHook(agents, new WorkloadCatalogue(config), events, clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task it_is_run_in_the_guest_as_the_workload()
    {
        agents.Command = new SpokenCommand(0, "flushed");

        Assert.True((await hook.RunAsync(Alice, isForced: false, Token)).IsSuccess);
        Assert.Equal(["/usr/bin/flush", "--now"], agents.Asked!.Command);
        Assert.Equal(("bot", true), (agents.Asked.User, agents.Asked.AsWorkload));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("gone")]
    public async Task a_workload_without_one_is_not_asked(string workload)
    {
        Assert.True((await hook.RunAsync(Alice with { Workload = workload }, isForced: false, Token)).IsSuccess);
        Assert.Null(agents.Asked);
    }

    [Fact]
    public async Task one_that_says_no_is_heard_with_its_reason()
    {
        agents.Command = new SpokenCommand(3, "a job\u001b[31m runs\n");
        var refused = (await hook.RunAsync(Alice, isForced: false, Token)).Error;

        Assert.Equal(SleepErrors.WorkloadRefused, refused.Code);
        Assert.Contains("exit code 3: a job", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);
    }

    [Fact]
    public async Task one_that_does_not_end_says_no_after_a_while()
    {
        agents.Command = new SpokenCommand(code: null);
        var running = hook.RunAsync(Alice, isForced: false, Token);
        Assert.False(running.IsCompleted);
        clock.Advance(SleepHook.Patience);

        Assert.Equal(SleepErrors.WorkloadRefused, (await running).Error.Code);
    }

    [Fact]
    public async Task where_sleep_is_forced_it_is_overruled_and_that_is_told()
    {
        agents.Command = new SpokenCommand(1);

        Assert.True((await hook.RunAsync(Alice, isForced: true, Token)).IsSuccess);
        Assert.Equal("tenant.workload-overruled", events.LastOfEach()["alice"].Kind);
    }

    [Fact]
    public async Task a_guest_that_cannot_be_asked_is_an_error_of_its_own()
    {
        Assert.Equal(World.Refused, (await hook.RunAsync(Alice, isForced: true, Token)).Error.Code);
    }
}
