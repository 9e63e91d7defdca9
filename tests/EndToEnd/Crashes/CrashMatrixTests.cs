using System.Globalization;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>The service, killed for real at every write to its journal: the host is then as it was, or as it would be after success, and nothing between.</summary>
/// <remarks>
/// Four ways for each write. Killed after it, killed before it (what was done is done twice), the write fails (the step fails, all is unwound), and the
/// write fails with a kill in the unwinding (which is done twice).
/// </remarks>
[Trait("Speed", "Proof")]
public sealed class CrashMatrixTests
{
    private static readonly string[] Ways = ["kill-after:{0}", "kill-before:{0}", "fail:{0}", "fail:{0},kill-before:{1}", "fail:{0},kill-before:{2}"];

    [Fact]
    public async Task a_spawn_leaves_a_whole_tenant_or_none()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var whole = await scene.LookAsync();
        await EvictAsync(scene);
        Assert.Empty((await scene.LookAsync()).DifferencesFrom(empty));

        await AtEveryPointAsync("spawn", scene, reef => reef.SpawnAsync("alice", Stop), async point =>
        {
            var alice = await scene.FindAsync("alice");
            var picture = await scene.LookAsync();
            AssertSame(alice is null ? empty : whole, picture, point);
            if (alice is null) return;
            Assert.Equal("running", alice.State);
            Assert.True(await scene.AnswersAsync(alice), point);
            await EvictAsync(scene);
        });
        AssertSame(empty, await scene.LookAsync(), "in the end");
    }

    [Fact]
    public async Task an_eviction_goes_through_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();

        await AtEveryPointAsync("evict", scene, reef => reef.EvictAsync("alice", Stop), async point =>
        {
            // Killed before its first line it never began; a write that failed ends it where it was. Either way asking again must do.
            if (await scene.FindAsync("alice") is not null) await EvictAsync(scene);
            AssertSame(empty, await scene.LookAsync(), point);
            _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        });
    }

    [Fact]
    public async Task an_init_prepares_the_host_or_leaves_it_as_it_was()
    {
        await using var scene = new CrashScene(new ServiceStand(Stands.Options(StandMachine.Null)));
        await scene.Stand.StartAsync(Stop);

        // Once there and back: what the service itself leaves behind is the measure.
        _ = await scene.Stand.InitAsync(Stop);
        var whole = await scene.LookAsync();
        _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        var empty = await scene.LookAsync();

        await AtEveryPointAsync("init", scene, _ => scene.Stand.InitUncheckedAsync(Stop), async point =>
        {
            var isPrepared = (await scene.Stand.Reef.VersionAsync(Stop)).Initialized;
            AssertSame(isPrepared ? whole : empty, await scene.LookAsync(), point);
            if (isPrepared) _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        });
        AssertSame(empty, await scene.LookAsync(), "in the end");
    }

    [Fact]
    public async Task an_uninit_clears_the_host_whatever_happens()
    {
        await using var scene = new CrashScene(new ServiceStand(Stands.Options(StandMachine.Null)));
        await scene.Stand.StartAsync(Stop);
        _ = await scene.Stand.InitAsync(Stop);
        _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        var empty = await scene.LookAsync();
        _ = await scene.Stand.InitAsync(Stop);

        await AtEveryPointAsync("uninit", scene, reef => reef.UninitAsync(Stop), async point =>
        {
            if ((await scene.Stand.Reef.VersionAsync(Stop)).Initialized) _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
            AssertSame(empty, await scene.LookAsync(), point);
            _ = await scene.Stand.InitAsync(Stop);
        });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task AtEveryPointAsync(
        string command, CrashScene scene, Func<ReefClient, Task<OperationOutcome>> run, Func<string, Task> check)
    {
        var points = 0;
        foreach (var way in Ways)
        {
            for (var write = 1; ; write++)
            {
                var faults = string.Format(CultureInfo.InvariantCulture, way, write, write + 2, write + 4);
                var outcome = await scene.BreakAsync(faults, run);
                var isPast = outcome is { Problem: null };
                await check($"{command}, {faults}");
                if (isPast) break;
                points++;
            }
        }

        Assert.True(points > Ways.Length * 4, $"{command}: only {points} points were tried");
        TestContext.Current.TestOutputHelper?.WriteLine($"{command}: {points} points");
        TestContext.Current.SendDiagnosticMessage($"crash matrix, {command}: {points} points");
    }

    private static async Task EvictAsync(CrashScene scene) => _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();

    private static void AssertSame(HostPicture expected, HostPicture found, string point)
    {
        var differences = found.Anonymous().DifferencesFrom(expected.Anonymous());
        Assert.True(differences.Count == 0, $"{point}:\n{string.Join('\n', differences)}");
    }
}
