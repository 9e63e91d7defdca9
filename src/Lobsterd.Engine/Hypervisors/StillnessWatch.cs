using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Hypervisors;

/// <summary>Notices a guest that stands still: one that neither uses a processor nor waits for one, second after second, though nobody paused it.</summary>
/// <remarks>A kernel that boots always wants a processor, however little of it it gets. One whose timer never fires halts and wants none, forever.</remarks>
/// <param name="clock">Measures the seconds.</param>
public sealed class StillnessWatch(TimeProvider clock)
{
    /// <summary>How long a guest has to stand still to be noticed.</summary>
    public static readonly TimeSpan Needed = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A halted guest's VMM still turns over its own timers: half a percent, measured.
    private static readonly TimeSpan MostOfInterval = Interval / 20;

    /// <summary>Completes when the guest has stood still for <see cref="Needed"/>; not where the host cannot tell.</summary>
    /// <param name="driver">The driver that runs it.</param>
    /// <param name="owner">Whose guest.</param>
    /// <param name="cancellationToken">Stops watching.</param>
    public async Task WaitAsync(IHypervisor driver, VmOwner owner, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        TimeSpan? before = null;
        var still = TimeSpan.Zero;
        while (still < Needed)
        {
            _ = await timer.WaitForNextTickAsync(cancellationToken);
            var now = await WantedAsync(driver, owner, cancellationToken);
            still = now - before < MostOfInterval ? still + Interval : TimeSpan.Zero;
            before = now;
        }
    }

    private static async Task<TimeSpan?> WantedAsync(IHypervisor driver, VmOwner owner, CancellationToken cancellationToken) =>
        (await driver.StatsAsync(owner, cancellationToken)).TryGetValue(out var stats) && !stats.IsPaused ? stats.CpuTime + stats.WaitTime : null;
}
