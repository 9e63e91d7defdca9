namespace Lobsterd.Domain.Hypervisors;

/// <summary>What a VMM costs its host at this moment.</summary>
/// <param name="CpuTime">CPU time used since it started, user and system.</param>
/// <param name="WaitTime">Time in which its threads, of those that it still has, could have run and got no processor; null where the kernel does not count it.</param>
/// <param name="ResidentBytes">Resident memory, shared pages included.</param>
/// <param name="IsPaused">Whether its virtual CPUs stand still.</param>
/// <param name="LimitsInForce">The limits that the host really enforces on it (<c>memory</c>, <c>pids</c>, <c>cpu</c>); fewer where its cgroups lack controllers.</param>
public sealed record VmStats(TimeSpan CpuTime, TimeSpan? WaitTime, long ResidentBytes, bool IsPaused, IReadOnlyList<string> LimitsInForce)
{
    /// <summary>What its disks have done, at most a minute ago; null where its VMM does not count that.</summary>
    public VmDisk? Disk { get; init; }

    /// <summary>How often its disk or network waited for a rate limit; null where its VMM does not count that.</summary>
    public long? Throttles { get; init; }
}
