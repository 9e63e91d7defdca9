using System.Text;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Workload;
using Lobsterd.Tests.Unit.Guest.Agent;
using Lobsterd.Tests.Unit.Guest.Loop;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Workload;

/// <summary>Real processes on a real loop; the clock alone is the test's.</summary>
public sealed class SupervisorTests : IAsyncLifetime
{
    private readonly LoopThread loop = new();
    private readonly FakeTimeProvider clock = new();
    private readonly LogRing log;
    private Supervisor supervisor = null!;
    private ScriptStarter starter = null!;

    public SupervisorTests() => log = new LogRing(1 << 20, clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private List<string> Lines => [.. log.Read(0, 1 << 20).Select(entry => Encoding.UTF8.GetString(entry.Text.Span))];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await loop.RunAsync(async () => await supervisor.DisposeAsync());
        await loop.DisposeAsync();
        Assert.Empty(loop.Faults);
    }

    [Fact]
    public async Task without_a_claim_there_is_nothing_to_start()
    {
        Make("exit 0");

        Assert.Equal(WorkloadErrors.NotStarted, (await loop.RunAsync(() => supervisor.StartAsync(Token))).Error.Code);
        Assert.Equal(WorkloadState.None, supervisor.State);
    }

    [Fact]
    public async Task what_it_writes_is_kept_by_line_and_source_and_its_end_is_remarked()
    {
        await ClaimAsync("echo out; echo err >&2; printf unfinished; exit 3");
        await StartAsync();
        await UntilAsync(WorkloadState.BackingOff);

        Assert.Equal(["err", "out", "unfinished"], log.Read(0, 1 << 20).Where(entry => entry.Source != LogSource.Agent).Select(entry => Encoding.UTF8.GetString(entry.Text.Span)).Order());
        Assert.StartsWith("workload: ", Lines[^1], StringComparison.Ordinal);
        Assert.Contains("3", Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task held_it_starts_nothing_by_itself_until_it_is_released()
    {
        await ClaimAsync("exit 1");
        await StartAsync();
        await UntilAsync(WorkloadState.BackingOff);
        await HoldAsync();
        await loop.RunAsync(() =>
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            return true;
        });
        Assert.Equal((WorkloadState.BackingOff, 1), (supervisor.State, starter.Starts));

        await ReleaseAsync();
        Assert.Equal(2, starter.Starts);
    }

    [Fact]
    public async Task held_it_is_killed_with_what_it_would_have_started_and_what_comes_then_is_anothers()
    {
        await ClaimAsync("trap '' TERM; while :; do sleep 1; done");
        await StartAsync();
        await HoldAsync();
        await loop.RunAsync(async () =>
        {
            await supervisor.KillAsync(Token);
            return true;
        });
        Assert.Equal(WorkloadState.Stopped, supervisor.State);
        await ReleaseAsync();
        Assert.Equal((WorkloadState.Stopped, 1), (supervisor.State, starter.Starts));
    }

    [Fact]
    public async Task what_is_asked_for_while_it_is_held_is_done_on_its_release()
    {
        await ClaimAsync("sleep 60");
        await HoldAsync();
        await StartAsync();
        Assert.Equal((WorkloadState.Stopped, 0), (supervisor.State, starter.Starts));

        await ReleaseAsync();
        Assert.Equal((WorkloadState.Running, 1), (supervisor.State, starter.Starts));
    }

    [Fact]
    public async Task each_end_in_a_row_doubles_the_pause_and_a_start_on_request_forgets_them()
    {
        await ClaimAsync("exit 1");
        await StartAsync();
        foreach (var milliseconds in (int[])[100, 200, 400]) await PauseLastsAsync(milliseconds);
        Assert.Equal((4, 3), (starter.Starts, supervisor.Restarts));

        await UntilAsync(WorkloadState.BackingOff);
        await StartAsync();
        await PauseLastsAsync(100);
        Assert.Equal((6, 4), (starter.Starts, supervisor.Restarts));
    }

    [Fact]
    public async Task a_run_that_lasted_is_followed_by_the_shortest_pause()
    {
        await ClaimAsync("exec sleep 60");
        await StartAsync();
        await loop.RunAsync(() =>
        {
            clock.Advance(BackOff.Lasting);
            return Task.CompletedTask;
        });
        await KillAsync();
        await PauseLastsAsync(100);
    }

    [Fact]
    public async Task one_that_cannot_be_made_is_tried_again()
    {
        await ClaimAsync("exec sleep 60");
        starter.Broken = new LobsterError(WorkloadErrors.SpawnFailed, "no memory");
        var started = await loop.RunAsync(() => supervisor.StartAsync(Token));
        Assert.Equal((WorkloadErrors.SpawnFailed, WorkloadState.BackingOff), (started.Error.Code, supervisor.State));

        starter.Broken = null;
        await PauseLastsAsync(100);
        await UntilAsync(WorkloadState.Running);
    }

    [Fact]
    public async Task a_start_of_one_that_runs_changes_nothing()
    {
        await ClaimAsync("exec sleep 60");
        await StartAsync();
        await StartAsync();

        Assert.Equal((1, WorkloadState.Running), (starter.Starts, supervisor.State));
    }

    [Fact]
    public async Task a_stop_is_a_term_and_waits_for_the_end()
    {
        await ClaimAsync("trap 'echo goodbye; exit 0' TERM; echo ready; while :; do sleep 60 & wait; done");
        await StartAsync();
        await loop.RunAsync(() => log.WaitAsync(0, Token));
        await loop.RunAsync(() => supervisor.StopAsync(Token));

        Assert.Equal(WorkloadState.Stopped, supervisor.State);
        Assert.Contains("goodbye", Lines);
    }

    [Fact]
    public async Task one_that_ignores_the_term_is_killed_after_the_grace_with_all_that_came_of_it()
    {
        await ClaimAsync("trap '' TERM; sh -c 'echo child; while :; do sleep 60; done' & echo ready; while :; do wait; done");
        await StartAsync();
        await loop.RunAsync(() => log.WaitAsync(1, Token));
        var stopping = loop.RunAsync(() => supervisor.StopAsync(Token));
        await UntilAsync(WorkloadState.Stopping);
        Assert.False(stopping.IsCompleted);
        await loop.RunAsync(() =>
        {
            clock.Advance(Supervisor.Grace);
            return true;
        });
        await stopping;

        Assert.Equal(WorkloadState.Stopped, supervisor.State);
    }

    [Fact]
    public async Task a_start_while_it_is_being_ended_waits_for_the_end()
    {
        await ClaimAsync("exec sleep 60");
        await StartAsync();
        await loop.RunAsync(() => Task.WhenAll(supervisor.StopAsync(Token), supervisor.StartAsync(Token)));

        Assert.Equal((2, WorkloadState.Running), (starter.Starts, supervisor.State));
    }

    [Fact]
    public async Task one_that_backs_off_is_stopped_at_once()
    {
        await ClaimAsync("exit 1");
        await StartAsync();
        await UntilAsync(WorkloadState.BackingOff);
        await loop.RunAsync(() => supervisor.StopAsync(Token));

        Assert.Equal(WorkloadState.Stopped, supervisor.State);
    }

    [Fact]
    public void every_pair_of_state_and_event_is_a_state_or_a_refusal()
    {
        Make("exit 0");
        var legal = from state in Enum.GetValues<WorkloadState>()
                    from happened in Enum.GetValues<WorkloadEvent>()
                    let next = WorkloadLifecycle.Next(state, happened)
                    where next.IsSuccess
                    select $"{state} {happened} {next.Value}";

        Assert.Equal(
            [
                "None Claimed Stopped", "Stopped StartRequested Starting", "Starting Spawned Running", "Starting SpawnFailed BackingOff",
                "Running StopRequested Stopping", "Running Exited BackingOff", "BackingOff StartRequested Starting",
                "BackingOff StopRequested Stopped", "BackingOff PauseOver Starting", "Stopping Exited Stopped",
            ],
            legal);
        Assert.All(Enum.GetValues<WorkloadState>(), state => Assert.Contains(state.ToWord(), (string[])["none", "stopped", "starting", "running", "backoff"]));
    }

    [Fact]
    public void the_pause_doubles_up_to_its_ceiling()
    {
        Make("exit 0");
        var backOff = new BackOff();
        var pauses = Enumerable.Range(0, 12).Select(_ => (int)backOff.After(TimeSpan.Zero).TotalMilliseconds).ToList();

        Assert.Equal([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000, 30_000], pauses);
        Assert.Equal(BackOff.Shortest, backOff.After(BackOff.Lasting));
    }

    private void Make(string script)
    {
        starter = new ScriptStarter(loop.Loop, log, script);
        supervisor = new Supervisor(starter, log, clock);
    }

    private async Task ClaimAsync(string script)
    {
        Make(script);
        await loop.RunAsync(() =>
        {
            supervisor.Take(AgentRig.Claim);
            return true;
        });
    }

    private async Task StartAsync() => Assert.True((await loop.RunAsync(() => supervisor.StartAsync(Token))).IsSuccess);

    private Task UntilAsync(WorkloadState state) => loop.RunAsync(async () =>
    {
        while (supervisor.State != state) await supervisor.WaitChangeAsync(Token);
    });

    /// <summary>It backs off, still does so a millisecond before the pause is over, and tries again then.</summary>
    private async Task PauseLastsAsync(int milliseconds)
    {
        await UntilAsync(WorkloadState.BackingOff);
        await loop.RunAsync(() =>
        {
            var before = starter.Starts;
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(before, starter.Starts);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(before + 1, starter.Starts);
            return true;
        });
    }

    private Task KillAsync() => loop.RunAsync(() =>
    {
        starter.Last!.KillAll();
        return Task.CompletedTask;
    });

    private Task<bool> HoldAsync() => loop.RunAsync(() =>
    {
        supervisor.Hold();
        return true;
    });

    private Task<bool> ReleaseAsync() => loop.RunAsync(() =>
    {
        supervisor.Release();
        return true;
    });
}
