using Lobsterd.Domain.Sagas;
using Lobsterd.Engine.Sagas;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Sagas;

public sealed class SagaRunnerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Steps => [.. Workbench.Whole];

    [Fact]
    public async Task a_saga_does_every_step_and_leaves_no_journal()
    {
        var bench = new Workbench();

        var outputs = (await bench.RunAsync(SagaRecovery.Forward, Token)).Value;

        Assert.Equal(Workbench.Whole, bench.World.Order());
        Assert.Equal("xab1xab2cd", outputs.Of<Workbench.Made>("d").Word);
        Assert.Equal(0, bench.Journals.Count);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task a_failed_step_unwinds_everything_including_its_own_half(string failing)
    {
        var bench = new Workbench { Failing = failing };

        var error = (await bench.RunAsync(SagaRecovery.Forward, Token)).Error;

        Assert.Equal(Workbench.Broken, error.Code);
        Assert.Empty(bench.World);
        Assert.Equal(0, bench.Journals.Count);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task a_failed_undo_is_stuck_and_keeps_the_journal(string stuck)
    {
        var bench = new Workbench { Failing = "d", FailingUndo = stuck };

        var error = (await bench.RunAsync(SagaRecovery.Forward, Token)).Error;

        Assert.Equal(SagaErrors.Stuck, error.Code);
        Assert.Contains(stuck, bench.World);
        Assert.Equal(1, bench.Journals.Count);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task a_forward_only_saga_stops_where_it_fails(string failing)
    {
        var bench = new Workbench { Failing = failing };

        _ = await bench.RunAsync(SagaRecovery.ForwardOnly, Token);

        Assert.Contains(failing, bench.World);
        Assert.Equal(0, bench.Journals.Count);
        Assert.DoesNotContain(bench.Told, told => told.Event == StepEvent.UndoStarted);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("d")]
    public async Task nothing_is_undone_behind_the_point_of_no_return(string failing)
    {
        var bench = new Workbench { Failing = failing, HasNoReturn = true };

        Assert.Equal(Workbench.Broken, (await bench.RunAsync(SagaRecovery.Forward, Token)).Error.Code);

        Assert.Equal(failing == "c" ? [] : Workbench.Whole, bench.World.Order());
        Assert.Equal(0, bench.Journals.Count);
    }

    [Fact]
    public async Task killed_at_any_write_behind_the_point_of_no_return_it_is_never_undone()
    {
        // The plan, two lines for each of five steps; behind the eighth line c is done.
        for (var write = 9; write <= 11; write++)
        {
            foreach (var fails in (bool[])[false, true])
            {
                var bench = new Workbench { HasNoReturn = true, Failing = fails ? "d" : null };
                bench.Journals.WritesUntilKilled = write;
                _ = await Record.ExceptionAsync(() => bench.RunAsync(SagaRecovery.Forward, Token));

                bench.Journals.WritesUntilKilled = int.MaxValue;
                _ = await bench.RestartAsync(SagaRecovery.Forward, Token);

                Assert.Superset(new HashSet<string>(["a", "b1", "b2", "c"]), bench.World);
                Assert.Equal(0, bench.Journals.Count);
            }
        }
    }

    [Fact]
    public async Task a_cancelled_saga_unwinds()
    {
        var bench = new Workbench();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var error = (await bench.RunAsync(SagaRecovery.Forward, cancelled.Token)).Error;

        Assert.Equal(SagaErrors.Cancelled, error.Code);
        Assert.Empty(bench.World);
    }

    [Theory]
    [InlineData(SagaRecovery.Forward, null)]
    [InlineData(SagaRecovery.Unwind, null)]
    [InlineData(SagaRecovery.Forward, "a")]
    [InlineData(SagaRecovery.Forward, "b2")]
    [InlineData(SagaRecovery.Forward, "d")]
    [InlineData(SagaRecovery.Unwind, "c")]
    public async Task killed_after_any_write_and_started_again_it_is_whole_or_gone(SagaRecovery recovery, string? failing)
    {
        var whole = new Workbench { Failing = failing };
        _ = await whole.RunAsync(recovery, Token);
        var points = 0;

        for (var first = 1; first <= whole.Journals.Writes; first++)
        {
            // And killed once more while it recovers, after any of the writes that the recovery makes.
            for (var second = 1; ; second++)
            {
                var bench = new Workbench { Failing = failing };
                bench.Journals.WritesUntilKilled = first;
                _ = await Assert.ThrowsAsync<MemoryJournals.KilledException>(() => bench.RunAsync(recovery, Token));
                bench.Journals.WritesUntilKilled = second;
                var isKilledAgain = await IsKilledAsync(() => bench.RestartAsync(recovery, Token));
                bench.Journals.WritesUntilKilled = int.MaxValue;
                _ = await bench.RestartAsync(recovery, Token);

                points++;
                Assert.Equal(0, bench.Journals.Count);
                Assert.True(
                    bench.World.Count == 0 || (failing is null && bench.World.SetEquals(Workbench.Whole)),
                    $"killed after writes {first} and {second}: {string.Join(", ", bench.World.Order())} are left");
                if (!isKilledAgain) break;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} points of {recovery}, failing {failing ?? "nowhere"}");
    }

    [Fact]
    public async Task a_journal_of_another_boot_is_dropped_and_nothing_is_touched()
    {
        var bench = new Workbench();
        bench.Journals.WritesUntilKilled = 5;
        _ = await Assert.ThrowsAsync<MemoryJournals.KilledException>(() => bench.RunAsync(SagaRecovery.Forward, Token));
        var before = bench.World.Order().ToList();
        bench.Reboot();

        Assert.Empty(await bench.RestartAsync(SagaRecovery.Forward, Token));

        Assert.Equal(before, bench.World.Order());
        Assert.Equal(0, bench.Journals.Count);
    }

    [Fact]
    public async Task progress_tells_every_step_in_order()
    {
        var bench = new Workbench { Failing = "c" };

        _ = await bench.RunAsync(SagaRecovery.Forward, Token);

        Assert.Equal(
            ["a Started", "a Succeeded", "c Started", "c Failed", "c UndoStarted", "c UndoFinished", "a UndoStarted", "a UndoFinished"],
            bench.Told.Where(told => told.Step is "a" or "c").Select(told => $"{told.Step} {told.Event}"));
    }

    private static async Task<bool> IsKilledAsync(Func<Task> run)
    {
        try
        {
            await run();
            return false;
        }
        catch (MemoryJournals.KilledException)
        {
            return true;
        }
    }

    [Fact]
    public async Task a_write_that_fails_and_a_kill_in_the_unwinding_leave_a_journal_that_can_be_read()
    {
        var killed = 0;
        for (var failing = 2; failing <= 11; failing++)
        {
            for (var after = 1; after <= 6; after++)
            {
                var bench = new Workbench();
                bench.Journals.FailingWrite = failing;
                bench.Journals.WritesUntilKilled = failing - 1 + after;
                try
                {
                    _ = await bench.RunAsync(SagaRecovery.Forward, Token);
                }
                catch (MemoryJournals.KilledException)
                {
                    killed++;
                }

                bench.Journals.WritesUntilKilled = int.MaxValue;
                _ = await bench.RestartAsync(SagaRecovery.Forward, Token);

                Assert.Equal(0, bench.Journals.Count);
                Assert.Empty(bench.World);
            }
        }

        Assert.True(killed > 20, $"only {killed} were killed");
    }
}
