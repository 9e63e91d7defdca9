using System.Net.Http.Json;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Stops, starts, restarts and the repair of a killed VM, the service killed once in every step: each is gone through with.</summary>
public sealed class PowerCrashTests : CrashMatrix
{
    [Fact]
    public async Task a_stop_goes_through_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = (await scene.Stand.Reef.PowerAsync("stop", "alice", Stop)).Succeeded();
        var stopped = await scene.LookAsync();
        _ = (await scene.Stand.Reef.PowerAsync("start", "alice", Stop)).Succeeded();

        await InEveryStepAsync("stop", scene, reef => reef.PowerAsync("stop", "alice", Stop), async point =>
        {
            var alice = (await scene.FindAsync("alice"))!;
            Assert.True(alice is { State: "stopped", Desired: "stopped" }, $"{point}: it {alice.State}: {alice.Reason}\n{scene.Stand.Log}");
            AssertSame(stopped, await scene.LookAsync(), point.Name);
            Assert.True(await scene.AnswersAsync((await scene.Stand.Reef.PowerAsync("start", "alice", Stop)).Tenant), point.Name);
        });
    }

    [Fact]
    public async Task a_start_goes_through_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var whole = await SpawnedAsync(scene);
        _ = (await scene.Stand.Reef.PowerAsync("stop", "alice", Stop)).Succeeded();

        await InEveryStepAsync("start", scene, reef => reef.PowerAsync("start", "alice", Stop), async point =>
        {
            await AssertWholeAsync(scene, whole, point);
            _ = (await scene.Stand.Reef.PowerAsync("stop", "alice", Stop)).Succeeded();
        });
    }

    [Fact]
    public async Task a_restart_goes_through_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var whole = await SpawnedAsync(scene);

        await InEveryStepAsync("restart", scene, reef => reef.PowerAsync("restart", "alice", Stop), point => AssertWholeAsync(scene, whole, point));
    }

    [Fact]
    public async Task the_repair_of_a_killed_vm_goes_through_whatever_happens()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var whole = await SpawnedAsync(scene);

        await InEveryStepAsync("molt", scene, KillAndMoltAsync, point => AssertWholeAsync(scene, whole, point));
    }

    private static async Task<OperationOutcome> KillAndMoltAsync(ReefClient reef)
    {
        using (var vm = PidFd.Open((await reef.FindAsync("alice", Stop))!.Pid!.Value).Require()) vm.Signal(Signals.Kill).Require();
        var body = JsonContent.Create(new MoltBody { Names = ["alice"] }, ReefJson.Default.MoltBody);
        return await reef.RunAsync(HttpMethod.Post, ReefPaths.Molt, body, Stop);
    }

    private static async Task<HostPicture> SpawnedAsync(CrashScene scene)
    {
        _ = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        return await scene.LookAsync();
    }

    private static async Task AssertWholeAsync(CrashScene scene, HostPicture whole, CrashPoint point)
    {
        var alice = (await scene.FindAsync("alice"))!;
        Assert.True(alice is { State: "running", Desired: "running" }, $"{point}: it {alice.State}: {alice.Reason}\n{scene.Stand.Log}");
        AssertSame(whole, await scene.LookAsync(), point.Name);
        Assert.True(await scene.AnswersAsync(alice), point.Name);
    }
}
