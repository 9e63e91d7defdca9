using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Spawns and evictions, broken off at every point by the end of the host.</summary>
/// <remarks>Nothing of a tenant runs on the next boot. It is there with its disk and nothing else, or it is not there at all.</remarks>
public sealed class TenantRebootTests : CrashMatrix
{
    [Theory]
    [InlineData(HostDeath.Reboot)]
    [InlineData(HostDeath.PowerCut)]
    public async Task a_spawn_leaves_a_tenant_with_its_disk_or_none(HostDeath death)
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null, death);
        var (empty, asleep) = await MeasureAsync(scene);

        await BreakAsync("spawn", scene, death, reef => reef.SpawnAsync("alice", Stop), async point =>
        {
            var alice = await scene.FindAsync("alice");
            Assert.True(alice is not null || !point.IsPast, $"{point}: a tenant is lost of which it was said that it runs");
            await AssertWholeAsync(scene, alice is null ? empty : asleep, point);
            if (alice is not null) await EvictAsync(scene);

            // This boot is as good as any other.
            var again = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
            Assert.True(await scene.AnswersAsync(again), point.Name);
            await EvictAsync(scene);
            AssertSame(empty, await scene.LookAsync(), point.Name);
        });
    }

    [Theory]
    [InlineData(HostDeath.Reboot)]
    [InlineData(HostDeath.PowerCut)]
    public async Task an_eviction_leaves_a_tenant_with_its_disk_or_none(HostDeath death)
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null, death);
        var (empty, asleep) = await MeasureAsync(scene);
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();

        await BreakAsync("evict", scene, death, reef => reef.EvictAsync("alice", Stop), async point =>
        {
            var alice = await scene.FindAsync("alice");
            Assert.True(alice is null || !point.IsPast, $"{point}: a tenant is back of which it was said that it is gone");
            await AssertWholeAsync(scene, alice is null ? empty : asleep, point);
            if (alice is not null) await EvictAsync(scene);
            AssertSame(empty, await scene.LookAsync(), point.Name);
            _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        });
    }

    // A power cut at every write, a reboot in every step.
    private static Task BreakAsync(
        string command, CrashScene scene, HostDeath death, Func<ReefClient, Task<OperationOutcome>> run, Func<CrashPoint, Task> check) =>
        death == HostDeath.PowerCut
            ? AtEveryPointAsync($"{command}, {NameOf(death)}", scene, Once, run, check)
            : InEveryStepAsync($"{command}, {NameOf(death)}", scene, run, check);

    // What a boot finds without a tenant, and with one.
    private static async Task<(HostPicture Empty, HostPicture Asleep)> MeasureAsync(CrashScene scene)
    {
        await scene.RebootAsync();
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        await scene.RebootAsync();
        var asleep = await scene.LookAsync();
        Assert.Equal("failed", (await scene.FindAsync("alice"))?.State);
        await EvictAsync(scene);
        AssertSame(empty, await scene.LookAsync(), "evicted after a reboot");
        return (empty, asleep);
    }

    private static async Task AssertWholeAsync(CrashScene scene, HostPicture expected, CrashPoint point)
    {
        AssertSame(expected, await scene.LookAsync(), point.Name);
        await new KeptFiles(scene.Stand).AssertDisksWholeAsync(point.Name);
    }
}
