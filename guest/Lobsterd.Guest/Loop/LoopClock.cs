namespace Lobsterd.Guest.Loop;

/// <summary>The system's clock with timers that the loop runs itself: the runtime's own would start a thread for them.</summary>
internal sealed class LoopClock(TimerQueue timers) : TimeProvider
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LoopTimer(timers, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }
}
