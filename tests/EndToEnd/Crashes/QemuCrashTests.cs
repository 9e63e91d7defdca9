using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Spawns and evictions of a virtual machine, the service killed once in every step.</summary>
[Long]
public sealed class QemuCrashTests : CrashMatrix
{
    [Fact]
    public async Task a_spawn_goes_through_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Qemu);
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var whole = await scene.LookAsync();
        await EvictAsync(scene);

        await InEveryStepAsync("spawn on QEMU", scene, reef => reef.SpawnAsync("alice", Stop), async point =>
        {
            // From the first step on the next service has all that it takes to go on.
            var alice = await scene.FindAsync("alice");
            Assert.True(alice is not null, $"{point}: nobody went on with it\n{scene.Stand.Log}");
            AssertSame(whole, await scene.LookAsync(), point.Name);
            Assert.True(alice.State == "running", $"{point}: it {alice.State}: {alice.Reason}\n{scene.Stand.Log}");
            Assert.True(await scene.AnswersAsync(alice), point.Name);
            await EvictAsync(scene);
        });
        AssertSame(empty, await scene.LookAsync(), "in the end");
    }

    [Fact]
    public async Task an_eviction_goes_through_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Qemu);
        var empty = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();

        await InEveryStepAsync("evict on QEMU", scene, reef => reef.EvictAsync("alice", Stop), async point =>
        {
            if (await scene.FindAsync("alice") is not null) await EvictAsync(scene);
            AssertSame(empty, await scene.LookAsync(), point.Name);
            _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        });
    }
}
