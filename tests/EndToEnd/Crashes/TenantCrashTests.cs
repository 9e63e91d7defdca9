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

    [Fact]
    public async Task a_change_of_egress_is_whole_or_none()
    {
        const string Bounded = "allow:203.0.113.0/24:443,198.51.100.7";
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var open = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SetEgressAsync("alice", Bounded, Stop)).Succeeded();
        var bounded = await scene.LookAsync();
        Assert.NotEmpty(bounded.DifferencesFrom(open));
        _ = (await scene.Stand.Reef.SetEgressAsync("alice", "open", Stop)).Succeeded();
        Assert.Empty((await scene.LookAsync()).DifferencesFrom(open));

        await AtEveryPointAsync("egress", scene, AndBack, reef => reef.SetEgressAsync("alice", Bounded, Stop), async point =>
        {
            var alice = await scene.FindAsync("alice");
            AssertSame(alice!.Egress == "open" ? open : bounded, await scene.LookAsync(), point.Name);
            Assert.True(!point.IsPast || alice.Egress == Bounded, point.Name);
            Assert.True(await scene.AnswersAsync(alice), point.Name);
            _ = (await scene.Stand.Reef.SetEgressAsync("alice", "open", Stop)).Succeeded();
        });
    }
}
