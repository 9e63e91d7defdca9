using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Spawns and evictions of a virtual machine, the service killed once in every step.</summary>
public sealed class QemuCrashTests : CrashMatrix
{
    [Fact]
    public Task a_spawn_goes_through_whatever_happens() => SpawnStepByStepAsync(StandMachine.Qemu, "spawn on QEMU");

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
