namespace Lobsterd.Domain.Agent;

/// <summary>What the agent says of its guest; a guest can lie, so nothing is decided by it alone.</summary>
/// <param name="Uptime">Since the guest's kernel started.</param>
/// <param name="MemoryTotalBytes">RAM that the guest's kernel sees.</param>
/// <param name="MemoryAvailableBytes">RAM that it could still give.</param>
/// <param name="Load1">One-minute load average.</param>
/// <param name="DiskTotalBytes">Size of the overlay's file system.</param>
/// <param name="DiskFreeBytes">Free bytes on it.</param>
/// <param name="Connections">Established TCP connections, the agent's own excluded.</param>
/// <param name="WorkloadState">As in <see cref="AgentHealth"/>.</param>
/// <param name="WorkloadRestarts">How often the workload was restarted since the claim.</param>
public sealed record GuestStats(
    TimeSpan Uptime,
    long MemoryTotalBytes,
    long MemoryAvailableBytes,
    double Load1,
    long DiskTotalBytes,
    long DiskFreeBytes,
    int Connections,
    string WorkloadState,
    int WorkloadRestarts)
{
    /// <summary>The guest's wall clock when it answered; null from an agent that does not tell it.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Whether the overlay's file system cannot be written any more; null from an agent that does not tell it.</summary>
    public bool? IsDiskReadOnly { get; init; }
}
