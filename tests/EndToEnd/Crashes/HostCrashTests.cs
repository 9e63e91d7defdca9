using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Preparing and clearing a host, broken off at every point.</summary>
[Long]
public sealed class HostCrashTests : CrashMatrix
{
    [Fact]
    public async Task an_init_prepares_the_host_or_leaves_it_as_it_was()
    {
        await using var scene = await CrashScene.BareAsync();

        // Once there and back: what the service itself leaves behind is the measure.
        _ = await scene.Stand.InitAsync(Stop);
        var whole = await scene.LookAsync();
        _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        var empty = await scene.LookAsync();

        await AtEveryPointAsync("init", scene, AndBack, _ => scene.Stand.InitUncheckedAsync(Stop), async point =>
        {
            var isPrepared = (await scene.Stand.Reef.VersionAsync(Stop)).Initialized;
            AssertSame(isPrepared ? whole : empty, await scene.LookAsync(), point.Name);
            if (isPrepared) _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        });
        AssertSame(empty, await scene.LookAsync(), "in the end");
    }

    [Fact]
    public async Task an_uninit_clears_the_host_whatever_happens()
    {
        await using var scene = await CrashScene.BareAsync();
        _ = await scene.Stand.InitAsync(Stop);
        _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
        var empty = await scene.LookAsync();
        _ = await scene.Stand.InitAsync(Stop);

        await AtEveryPointAsync("uninit", scene, Forwards, reef => reef.UninitAsync(Stop), async point =>
        {
            if ((await scene.Stand.Reef.VersionAsync(Stop)).Initialized) _ = (await scene.Stand.Reef.UninitAsync(Stop)).Succeeded();
            AssertSame(empty, await scene.LookAsync(), point.Name);
            _ = await scene.Stand.InitAsync(Stop);
        });
    }
}
