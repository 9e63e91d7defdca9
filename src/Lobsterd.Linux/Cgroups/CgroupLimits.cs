namespace Lobsterd.Linux.Cgroups;

/// <summary>What a cgroup may use at most.</summary>
/// <param name="MemoryBytes">Memory, rounded down to pages; reaching it kills within the cgroup. Null: no limit.</param>
/// <param name="Pids">Processes and threads. Null: no limit.</param>
/// <param name="Cpus">Processors' worth of time, from 0.01; more is throttled. Null: no limit.</param>
public sealed record CgroupLimits(long? MemoryBytes = null, int? Pids = null, double? Cpus = null);
