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

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected static async Task AtEveryPointAsync(
        string command, CrashScene scene, IReadOnlyList<string> ways, Func<ReefClient, Task<OperationOutcome>> run, Func<string, Task> check)
    {
        var points = 0;
        foreach (var way in ways)
        {
            for (var write = 1; ; write++)
            {
                var faults = string.Format(CultureInfo.InvariantCulture, way, write, write + 2);
                var outcome = await scene.BreakAsync(faults, run);
                var isPast = outcome is { Problem: null };
                await check($"{command}, {faults}");
                if (isPast) break;
                points++;
            }
        }

        Assert.True(points > ways.Count * 4, $"{command}: only {points} points were tried");
        TestContext.Current.TestOutputHelper?.WriteLine($"{command}: {points} points");
    }

    private protected static async Task EvictAsync(CrashScene scene) => _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();

    private protected static void AssertSame(HostPicture expected, HostPicture found, string point)
    {
        var differences = found.Anonymous().DifferencesFrom(expected.Anonymous());
        Assert.True(differences.Count == 0, $"{point}:\n{string.Join('\n', differences)}");
    }
}
