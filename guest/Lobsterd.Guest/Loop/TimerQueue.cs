using System.Diagnostics;

namespace Lobsterd.Guest.Loop;

/// <summary>The timers of a loop, the next one first.</summary>
internal sealed class TimerQueue
{
    // The clock counts finer than a span does: what is cut off would wake the loop before its time.
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly SortedSet<(long Due, long Order, LoopTimer Timer)> waiting = new(Comparer<(long Due, long Order, LoopTimer)>.Create(
        (left, right) => left.Due != right.Due ? left.Due.CompareTo(right.Due) : left.Order.CompareTo(right.Order)));

    private readonly Dictionary<LoopTimer, long> orders = [];
    private long lastOrder;

    internal void Add(LoopTimer timer)
    {
        var order = ++lastOrder;
        orders[timer] = order;
        _ = waiting.Add((timer.Due, order, timer));
    }

    internal void Remove(LoopTimer timer)
    {
        if (orders.Remove(timer, out var order)) _ = waiting.Remove((timer.Due, order, timer));
    }

    /// <summary>Runs every timer that is due now.</summary>
    internal void RunDue()
    {
        var now = Stopwatch.GetTimestamp();
        while (waiting.Count > 0 && waiting.Min is var next && next.Due <= now)
        {
            Remove(next.Timer);
            next.Timer.Fire();
        }
    }

    /// <summary>How long to wait for the next one; <see cref="Timeout.InfiniteTimeSpan"/> when none waits.</summary>
    internal TimeSpan TimeToNext()
    {
        if (waiting.Count == 0) return Timeout.InfiniteTimeSpan;
        var now = Stopwatch.GetTimestamp();
        return waiting.Min.Due <= now ? TimeSpan.Zero : Stopwatch.GetElapsedTime(now, waiting.Min.Due) + Tick;
    }
}
