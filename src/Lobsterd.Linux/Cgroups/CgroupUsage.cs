namespace Lobsterd.Linux.Cgroups;

/// <summary>What a cgroup uses. A figure whose controller the host lacks is null.</summary>
/// <param name="MemoryBytes">Memory now.</param>
/// <param name="Pids">Processes and threads now.</param>
/// <param name="CpuTime">Processor time since the cgroup was made, of processes that have ended too.</param>
/// <param name="OutOfMemoryKills">Processes killed for reaching the memory limit.</param>
public sealed record CgroupUsage(long? MemoryBytes, int? Pids, TimeSpan? CpuTime, long? OutOfMemoryKills);
