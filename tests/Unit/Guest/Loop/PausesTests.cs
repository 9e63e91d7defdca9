using System.Diagnostics;
using Lobsterd.Guest.Loop;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Loop;

public sealed class PausesTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(0.3);

    [Fact]
    public async Task a_pause_of_a_part_of_a_millisecond_is_not_cut_to_nothing()
    {
        await using var loop = new LoopThread();
        var waited = TimeSpan.Zero;

        await loop.RunAsync(async () =>
        {
            var begun = Stopwatch.GetTimestamp();
            await loop.Loop.Clock.PauseAsync(Pause, TestContext.Current.CancellationToken);
            waited = Stopwatch.GetElapsedTime(begun);
        });

        Assert.True(waited >= Pause, $"{waited} was waited");
    }

    [Fact]
    public async Task a_pause_ends_when_nobody_waits_for_it_any_more()
    {
        await using var loop = new LoopThread();
        using var gone = new CancellationTokenSource();

        var pausing = loop.RunAsync(() => loop.Loop.Clock.PauseAsync(TimeSpan.FromMinutes(5), gone.Token));
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pausing);
    }
}
