using System.Text.Json;

namespace Lobsterd.Host.Hypervisors.Firecracker.Metrics;

/// <summary>One flush of Firecracker's metrics, of which these members are read: counts since the flush before.</summary>
/// <remarks>Source: src/vmm/src/logger/metrics.rs of Firecracker 1.16, and of its devices' metrics.rs.</remarks>
internal sealed record MetricsLine
{
    /// <summary>All block devices together.</summary>
    public BlockCounts Block { get; init; } = new();

    /// <summary>All network interfaces together.</summary>
    public NetCounts Net { get; init; } = new();

    /// <summary>Reads a line; null when it is none.</summary>
    internal static MetricsLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, MetricsJson.Default.MetricsLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Of block devices.</summary>
    internal sealed record BlockCounts
    {
        /// <summary>Bytes read by the guest.</summary>
        public ulong ReadBytes { get; init; }

        /// <summary>Bytes written by it.</summary>
        public ulong WriteBytes { get; init; }

        /// <summary>Flushes that it asked for.</summary>
        public ulong FlushCount { get; init; }

        /// <summary>How often a request waited for the rate limiter.</summary>
        public ulong RateLimiterThrottledEvents { get; init; }
    }

    /// <summary>Of network interfaces.</summary>
    internal sealed record NetCounts
    {
        /// <summary>How often a frame to the guest waited for the rate limiter.</summary>
        public ulong RxRateLimiterThrottled { get; init; }

        /// <summary>How often one from it did.</summary>
        public ulong TxRateLimiterThrottled { get; init; }
    }
}
