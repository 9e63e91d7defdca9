using Lobsterd.Domain.Config;
using Lobsterd.Domain.Storage;

namespace Lobsterd.Engine.Hypervisors;

/// <summary>How many hypervisors shall wait.</summary>
public static class PoolSize
{
    // One for whoever comes next, and one for whoever comes before there is another.
    private const int Usual = 2;

    /// <summary>As many as are configured while the reserve of memory is free; where nothing is, two while twice the reserve is.</summary>
    /// <param name="config">What is configured.</param>
    /// <param name="host">What the host has left.</param>
    /// <param name="heldBytes">What those that wait take now: it would be free without them, and they must not drive each other out.</param>
    public static int Of(HypervisorConfig config, HostCapacity host, long heldBytes)
    {
        var reserve = (long)config.MemoryReserveMib << 20;
        var free = host.AvailableMemoryBytes + heldBytes;
        return config.Pool is { } configured ? (free > reserve ? configured : 0) : free > 2 * reserve ? Usual : 0;
    }
}
