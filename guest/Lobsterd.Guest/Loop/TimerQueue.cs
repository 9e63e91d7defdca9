using System.Diagnostics;

namespace Lobsterd.Guest.Loop;

/// <summary>The timers of a loop, the next one first.</summary>
internal sealed class TimerQueue
{
    private static readonly long TicksPerMillisecond = Stopwatch.Frequency / 1000;

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

    /// <summary>How long to wait for the next one, rounded up; -1 when none waits.</summary>
    internal int MillisecondsToNext()
    {
        if (waiting.Count == 0) return -1;
        var ticks = Math.Max(0, waiting.Min.Due - Stopwatch.GetTimestamp());
        return (int)Math.Min(int.MaxValue, (ticks + TicksPerMillisecond - 1) / TicksPerMillisecond);
    }
}
