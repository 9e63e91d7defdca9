namespace Lobsterd.Linux.Cgroups;

public sealed partial class Cgroup
{
    private const double NanosecondsPerTick = 100;

    /// <summary>What it uses now.</summary>
    public CgroupUsage Usage()
    {
        var memory = In(CgroupController.Memory);
        var pids = In(CgroupController.Pids);
        return new CgroupUsage(
            memory is null ? null : CgroupFile.Number(memory.Folder, memory.Hierarchy.IsUnified ? "memory.current" : "memory.usage_in_bytes"),
            pids is null ? null : (int?)CgroupFile.Number(pids.Folder, "pids.current"),
            CpuTime(),
            memory is null ? null : CgroupFile.Number(memory.Folder, memory.Hierarchy.IsUnified ? "memory.events" : "memory.oom_control", "oom_kill"));
    }

    private TimeSpan? CpuTime()
    {
        if (In(CgroupController.CpuAccounting) is not { } place) return null;
        return place.Hierarchy.IsUnified
            ? CgroupFile.Number(place.Folder, "cpu.stat", "usage_usec") is { } microseconds ? TimeSpan.FromMicroseconds(microseconds) : null
            : CgroupFile.Number(place.Folder, "cpuacct.usage") is { } nanoseconds ? TimeSpan.FromTicks((long)(nanoseconds / NanosecondsPerTick)) : null;
    }
}
