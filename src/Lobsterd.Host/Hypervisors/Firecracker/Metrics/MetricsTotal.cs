using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Firecracker.Metrics;

/// <summary>The sum of all flushes of one VMM. Thread-safe.</summary>
internal sealed class MetricsTotal
{
    private readonly Lock gate = new();
    private ulong read;
    private ulong written;
    private ulong flushes;
    private ulong throttles;

    /// <summary>What its disks have done; null before its first flush.</summary>
    internal VmDisk? Disk
    {
        get
        {
            lock (gate) return HasAny ? new VmDisk((long)read, (long)written, (long)flushes) : null;
        }
    }

    /// <summary>How often disk or network waited for a rate limit; null before its first flush.</summary>
    internal long? Throttles
    {
        get
        {
            lock (gate) return HasAny ? (long)throttles : null;
        }
    }

    private bool HasAny { get; set; }

    /// <summary>Adds a flush. A VMM may say what it likes: nothing goes beyond what a number holds.</summary>
    internal void Add(MetricsLine line)
    {
        lock (gate)
        {
            HasAny = true;
            read = Sum(read, line.Block.ReadBytes);
            written = Sum(written, line.Block.WriteBytes);
            flushes = Sum(flushes, line.Block.FlushCount);
            throttles = Sum(Sum(Sum(throttles, line.Block.RateLimiterThrottledEvents), line.Net.RxRateLimiterThrottled), line.Net.TxRateLimiterThrottled);
        }
    }

    private static ulong Sum(ulong one, ulong other) => other > long.MaxValue - one ? long.MaxValue : one + other;
}
