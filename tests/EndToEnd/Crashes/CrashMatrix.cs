using System.Globalization;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>The service, killed for real at every write to its journal: the host is then as it was, or as it would be after success, and nothing between.</summary>
[Trait("Speed", "Proof")]
public abstract class CrashMatrix
{
    /// <summary>Killed after each write; killed before it, so that what was done is done twice; the write fails, and so does the step.</summary>
    private protected static readonly string[] Forwards = ["kill-after:{0}", "kill-before:{0}", "fail:{0}"];

    /// <summary>Besides: the write fails and the service is killed in the unwinding, so that an undo is done twice.</summary>
    private protected static readonly string[] AndBack = [.. Forwards, "fail:{0},kill-before:{1}"];

    /// <summary>Killed before each write: what was done is not yet written down.</summary>
    private protected static readonly string[] Once = ["kill-before:{0}"];

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A spawn, broken off at every point.</summary>
    private protected static async Task SpawnAsync(StandMachine machine, string command)
    {
        await using var scene = await CrashScene.ReadyAsync(machine);
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var whole = await scene.LookAsync();
        await EvictAsync(scene);
        Assert.Empty((await scene.LookAsync()).DifferencesFrom(empty));

        await AtEveryPointAsync(command, scene, AndBack, reef => reef.SpawnAsync("alice", Stop), async point =>
        {
            var alice = await scene.FindAsync("alice");
            var picture = await scene.LookAsync();
            AssertSame(alice is null ? empty : whole, picture, point.Name);
            if (alice is null) return;
            Assert.True(alice.State == "running", $"{point}: it {alice.State}: {alice.Reason}\n{scene.Stand.Log}");
            Assert.True(await scene.AnswersAsync(alice), point.Name);
            await EvictAsync(scene);
        });
        AssertSame(empty, await scene.LookAsync(), "in the end");
    }

    /// <summary>An eviction, broken off at every point.</summary>
    private protected static async Task EvictAsync(StandMachine machine, string command)
    {
        await using var scene = await CrashScene.ReadyAsync(machine);
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();

        await AtEveryPointAsync(command, scene, Forwards, reef => reef.EvictAsync("alice", Stop), async point =>
        {
            // Killed before its first line it never began; a write that failed ends it where it was. Either way asking again must do.
            if (await scene.FindAsync("alice") is not null) await EvictAsync(scene);
            AssertSame(empty, await scene.LookAsync(), point.Name);
            _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        });
    }

    private protected static Task AtEveryPointAsync(
        string command, CrashScene scene, IReadOnlyList<string> ways, Func<ReefClient, Task<OperationOutcome>> run, Func<CrashPoint, Task> check) =>
        BreakAsync(command, scene, ways, run, check, first: 1, apart: 1);

    /// <summary>Kills the service once in every step, which is done by then. A journal is the plan and then two lines for each step: this is before the second.</summary>
    /// <remarks>Where the host dies too, that is all: its journals go with it, so one line more or less makes no difference.</remarks>
    private protected static Task InEveryStepAsync(
        string command, CrashScene scene, Func<ReefClient, Task<OperationOutcome>> run, Func<CrashPoint, Task> check) =>
        BreakAsync(command, scene, Once, run, check, first: 3, apart: 2);

    /// <summary>Kills the service at every write from one on: for what follows a command by itself.</summary>
    private protected static Task AtEveryPointFromAsync(
        int first, string command, CrashScene scene, IReadOnlyList<string> ways, Func<ReefClient, Task<OperationOutcome>> run, Func<CrashPoint, Task> check) =>
        BreakAsync(command, scene, ways, run, check, first, apart: 1);

    private protected static string NameOf(HostDeath death) => death == HostDeath.PowerCut ? "unflushed writes dropped" : "reboot";

    private protected static async Task EvictAsync(CrashScene scene) => _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();

    /// <summary>A picture without a folder that the check looks at by other means.</summary>
    private protected static HostPicture Besides(HostPicture picture, string folder) =>
        new([.. picture.Lines.Where(line => !line.StartsWith("file ", StringComparison.Ordinal) || !line.Contains(folder, StringComparison.Ordinal))]);

    private protected static void AssertSame(HostPicture expected, HostPicture found, string point)
    {
        var differences = found.Anonymous().DifferencesFrom(expected.Anonymous());
        Assert.True(differences.Count == 0, $"{point}:\n{string.Join('\n', differences)}");
    }

    private static async Task BreakAsync(
        string command,
        CrashScene scene,
        IReadOnlyList<string> ways,
        Func<ReefClient, Task<OperationOutcome>> run,
        Func<CrashPoint, Task> check,
        int first,
        int apart)
    {
        var points = 0;
        foreach (var way in ways)
        {
            for (var write = first; ; write += apart)
            {
                var faults = string.Format(CultureInfo.InvariantCulture, way, write, write + 2);
                var outcome = await scene.BreakAsync(faults, run);
                var isPast = outcome is { Problem: null };

                // Whoever only kills sees a command end or its service: one that failed by itself was never broken off where the test says it was.
                var mayFail = way.Contains("fail", StringComparison.Ordinal);
                Assert.True(mayFail || outcome?.Problem is null, $"{command}, {faults}: it failed by itself: {outcome?.Problem}\n{scene.Stand.Log}");
                await check(new CrashPoint($"{command}, {faults}", isPast));
                if (isPast) break;
                points++;
            }
        }

        Assert.True(points >= ways.Count * 4, $"{command}: only {points} points were tried");
        TestContext.Current.TestOutputHelper?.WriteLine($"{command}: {points} points");
    }
}
