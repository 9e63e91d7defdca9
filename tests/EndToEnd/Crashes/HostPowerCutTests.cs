using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Preparing and clearing a host, broken off at every point by a power cut.</summary>
/// <remarks>Files of an init or uninit that was broken off may lie there, and do no harm: the next init makes a whole host, and the next uninit an empty one.</remarks>
public sealed class HostPowerCutTests : CrashMatrix
{
    [Fact]
    public async Task an_init_prepares_the_host_or_the_next_one_does()
    {
        await using var scene = await CrashScene.BareAsync(HostDeath.PowerCut);
        var kept = new KeptFiles(scene.Stand);
        _ = await scene.Stand.InitAsync(Stop);
        await scene.RebootAsync();
        var (whole, store) = (await scene.LookAsync(), kept.Store());
        _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        var empty = await scene.LookAsync();

        await InEveryStepAsync($"init, {NameOf(HostDeath.PowerCut)}", scene, _ => scene.Stand.InitUncheckedAsync(Stop), async point =>
        {
            var isPrepared = (await scene.Stand.Reef.VersionAsync(Stop)).Initialized;
            Assert.True(isPrepared || !point.IsPast, $"{point}: the host is not prepared, and it was said that it is");
            if (!isPrepared) _ = await scene.Stand.InitAsync(Stop);
            AssertSame(whole, await scene.LookAsync(), point.Name);
            Assert.Equal(store, kept.Store());
            _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
            AssertSame(empty, await scene.LookAsync(), point.Name);
        });
    }

    [Fact]
    public async Task an_uninit_clears_the_host_or_the_next_one_does()
    {
        await using var scene = await CrashScene.BareAsync(HostDeath.PowerCut);
        _ = await scene.Stand.InitAsync(Stop);
        await scene.RebootAsync();
        var whole = await scene.LookAsync();
        _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        await scene.RebootAsync();
        var empty = await scene.LookAsync();
        _ = await scene.Stand.InitAsync(Stop);

        await InEveryStepAsync($"uninit, {NameOf(HostDeath.PowerCut)}", scene, reef => reef.UninitAsync(Stop), async point =>
        {
            var isPrepared = (await scene.Stand.Reef.VersionAsync(Stop)).Initialized;
            Assert.True(!isPrepared || !point.IsPast, $"{point}: the host is prepared again, and it was said that it is cleared");
            if (isPrepared) AssertSame(whole, await scene.LookAsync(), point.Name);
            if (!point.IsPast) _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
            AssertSame(empty, await scene.LookAsync(), point.Name);
            _ = await scene.Stand.InitAsync(Stop);
        });
    }
}
