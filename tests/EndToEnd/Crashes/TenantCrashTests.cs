using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Spawns and evictions, broken off at every point.</summary>
[Long]
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

    [Fact]
    public async Task a_fork_leaves_all_copies_or_none_and_the_original_goes_on()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var before = await scene.LookAsync();
        _ = (await scene.Stand.Reef.ForkAsync("alice", ["bob", "carol"], Stop)).Succeeded();
        var after = await scene.LookAsync();
        await EvictCopiesAsync(scene);
        AssertSame(before, await scene.LookAsync(), "copies gone");

        await AtEveryPointAsync("fork", scene, AndBack, reef => reef.ForkAsync("alice", ["bob", "carol"], Stop), async point =>
        {
            var (bob, carol) = (await scene.FindAsync("bob"), await scene.FindAsync("carol"));
            Assert.True(bob is null == carol is null, point.Name);
            Assert.True(!point.IsPast || bob is not null, point.Name);
            AssertSame(bob is null ? before : after, await scene.LookAsync(), point.Name);
            Assert.True(await scene.AnswersAsync(alice), point.Name);
            if (bob is null || carol is null) return;
            Assert.True(await scene.AnswersAsync(bob) && await scene.AnswersAsync(carol), point.Name);
            await EvictCopiesAsync(scene);
        });
        AssertSame(before, await scene.LookAsync(), "in the end");
    }

    [Fact]
    public async Task a_snap_is_whole_or_none()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var before = await scene.LookAsync();

        await AtEveryPointAsync("snap", scene, AndBack, reef => reef.SnapAsync("alice", new SnapCreateBody(), Stop), async point =>
        {
            AssertSame(Besides(before, "/snaps"), Besides(await scene.LookAsync(), "/snaps"), point.Name);
            var snaps = await scene.Stand.Reef.SnapsAsync("alice", Stop);
            Assert.True(snaps.Count <= 1 && (!point.IsPast || snaps.Count == 1) && snaps.All(snap => !snap.Damaged), point.Name);
            Assert.Empty(Directory.EnumerateDirectories(scene.Stand.Paths.Snaps, "*.new", SearchOption.AllDirectories));
            foreach (var snap in snaps) using (await scene.Stand.Reef.Http.DeleteAsync($"{ReefPaths.Tenants}/alice/snaps/{snap.Id}", Stop)) { }
            Assert.True(await scene.AnswersAsync((await scene.FindAsync("alice"))!), point.Name);
        });
    }

    [Fact]
    public async Task a_restore_leaves_a_whole_disk_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = (await scene.Stand.Reef.SnapAsync("alice", new SnapCreateBody { Label = "base" }, Stop)).Succeeded();

        await AtEveryPointAsync("restore", scene, Forwards, reef => reef.RestoreAsync("alice", new RestoreBody { Snap = "base" }, Stop), async point =>
        {
            var alice = (await scene.FindAsync("alice"))!;
            Assert.Equal(["overlay.ext4"], new DirectoryInfo(scene.Stand.Paths.TenantOf(TenantName.Parse("alice").Value)).EnumerateFiles().Select(file => file.Name));
            Assert.True(alice.State == "running" || (alice.State == "failed" && !point.IsPast), $"{point}: it {alice.State}: {alice.Reason}");
            if (alice.State == "running")
            {
                Assert.True(await scene.AnswersAsync(alice), point.Name);
                return;
            }

            // A write that failed unwound it: the old disk is back, and there is no VM. Another tenant of the name takes its place.
            _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();
            _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
            _ = (await scene.Stand.Reef.SnapAsync("alice", new SnapCreateBody { Label = "base" }, Stop)).Succeeded();
        });
    }

    private static async Task EvictCopiesAsync(CrashScene scene)
    {
        foreach (var copy in (string[])["bob", "carol"]) _ = (await scene.Stand.Reef.EvictAsync(copy, Stop)).Succeeded();
    }
}
