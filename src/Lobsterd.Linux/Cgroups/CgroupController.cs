namespace Lobsterd.Linux.Cgroups;

/// <summary>The controllers that we limit or measure by.</summary>
public enum CgroupController
{
    /// <summary>Memory, page cache of its files included.</summary>
    Memory,

    /// <summary>Number of processes and threads.</summary>
    Pids,

    /// <summary>Share of processor time.</summary>
    Cpu,

    /// <summary>Processor time used; part of every version 2 cgroup.</summary>
    CpuAccounting,
}
