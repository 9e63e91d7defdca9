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

    private protected static Task AtEveryPointAsync(
        string command, CrashScene scene, IReadOnlyList<string> ways, Func<ReefClient, Task<OperationOutcome>> run, Func<CrashPoint, Task> check) =>
        BreakAsync(command, scene, ways, run, check, first: 1, apart: 1);

    /// <summary>Kills the service once in every step, which is done by then. A journal is the plan and then two lines for each step: this is before the second.</summary>
    /// <remarks>Where the host dies too, that is all: its journals go with it, so one line more or less makes no difference.</remarks>
    private protected static Task InEveryStepAsync(
        string command, CrashScene scene, Func<ReefClient, Task<OperationOutcome>> run, Func<CrashPoint, Task> check) =>
        BreakAsync(command, scene, Once, run, check, first: 3, apart: 2);

    private protected static string NameOf(HostDeath death) => death == HostDeath.PowerCut ? "unflushed writes dropped" : "reboot";

    private protected static async Task EvictAsync(CrashScene scene) => _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();

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
                await check(new CrashPoint($"{command}, {faults}", isPast));
                if (isPast) break;
                points++;
            }
        }

        Assert.True(points >= ways.Count * 4, $"{command}: only {points} points were tried");
        TestContext.Current.TestOutputHelper?.WriteLine($"{command}: {points} points");
    }
}
