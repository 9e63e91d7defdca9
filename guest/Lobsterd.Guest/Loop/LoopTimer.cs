using System.Diagnostics;

namespace Lobsterd.Guest.Loop;

/// <summary>One timer of a loop.</summary>
internal sealed class LoopTimer(TimerQueue timers, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan period;
    private bool isDisposed;

    /// <summary>When it is due, by <see cref="Stopwatch.GetTimestamp"/>; meaningless while it waits for nothing.</summary>
    internal long Due { get; private set; }

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (isDisposed) return false;

        timers.Remove(this);
        this.period = period;
        if (dueTime != Timeout.InfiniteTimeSpan) WaitFor(dueTime);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        timers.Remove(this);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>It is due, and out of the queue.</summary>
    internal void Fire()
    {
        if (period > TimeSpan.Zero) WaitFor(period);
        callback(state);
    }

    private void WaitFor(TimeSpan time)
    {
        Due = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        timers.Add(this);
    }
}
