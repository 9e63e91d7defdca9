using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Spawns and evictions, broken off at every point.</summary>
public sealed class TenantCrashTests : CrashMatrix
{
    [Fact]
    public async Task a_spawn_leaves_a_whole_tenant_or_none()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var whole = await scene.LookAsync();
        await EvictAsync(scene);
        Assert.Empty((await scene.LookAsync()).DifferencesFrom(empty));

        await AtEveryPointAsync("spawn", scene, AndBack, reef => reef.SpawnAsync("alice", Stop), async point =>
        {
            var alice = await scene.FindAsync("alice");
            var picture = await scene.LookAsync();
            AssertSame(alice is null ? empty : whole, picture, point.Name);
            if (alice is null) return;
            Assert.Equal("running", alice.State);
            Assert.True(await scene.AnswersAsync(alice), point.Name);
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

        await AtEveryPointAsync("evict", scene, Forwards, reef => reef.EvictAsync("alice", Stop), async point =>
        {
            // Killed before its first line it never began; a write that failed ends it where it was. Either way asking again must do.
            if (await scene.FindAsync("alice") is not null) await EvictAsync(scene);
            AssertSame(empty, await scene.LookAsync(), point.Name);
            _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        });
    }
}
