using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Spawns and evictions, broken off at every point.</summary>
public sealed class TenantCrashTests : CrashMatrix
{
    [Fact]
    public Task a_spawn_leaves_a_whole_tenant_or_none() => SpawnAsync(StandMachine.Null, "spawn");

    [Fact]
    public Task an_eviction_goes_through_whatever_happens() => EvictAsync(StandMachine.Null, "evict");

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
