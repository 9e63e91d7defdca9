using System.Globalization;

namespace Lobsterd.Linux.Cgroups;

public sealed partial class Cgroup
{
    private const int PeriodMicroseconds = 100_000;

    /// <summary>The limits that the kernel enforces on it: <c>cpu</c>, <c>memory</c>, <c>pids</c>. Read from the kernel, so true after a restart too.</summary>
    public IReadOnlyList<string> LimitsInForce
    {
        get
        {
            var inForce = new List<string>();
            if (CpuIsLimited()) inForce.Add("cpu");
            if (MemoryIsLimited()) inForce.Add("memory");
            if (In(CgroupController.Pids) is { } place && CgroupFile.Number(place.Folder, "pids.max") is not null) inForce.Add("pids");
            return inForce;
        }
    }

    internal void Apply(CgroupLimits limits)
    {
        foreach (var place in Places)
        {
            if (place.Has(CgroupController.Memory)) ApplyMemory(place, limits.MemoryBytes);
            if (place.Has(CgroupController.Pids)) _ = CgroupFile.TryWrite(place.Folder, "pids.max", Text(limits.Pids) ?? "max");
            if (place.Has(CgroupController.Cpu)) ApplyCpu(place, limits.Cpus);
        }
    }

    private static void ApplyMemory(CgroupPlace place, long? bytes)
    {
        _ = place.Hierarchy.IsUnified
            ? CgroupFile.TryWrite(place.Folder, "memory.max", Text(bytes) ?? "max")
            : CgroupFile.TryWrite(place.Folder, "memory.limit_in_bytes", Text(bytes) ?? "-1");
    }

    private static void ApplyCpu(CgroupPlace place, double? cpus)
    {
        var quota = cpus is { } some ? Text((long)(some * PeriodMicroseconds)) : null;
        if (place.Hierarchy.IsUnified)
        {
            _ = CgroupFile.TryWrite(place.Folder, "cpu.max", string.Create(CultureInfo.InvariantCulture, $"{quota ?? "max"} {PeriodMicroseconds}"));
            return;
        }
        _ = CgroupFile.TryWrite(place.Folder, "cpu.cfs_period_us", Text((long)PeriodMicroseconds)!);
        _ = CgroupFile.TryWrite(place.Folder, "cpu.cfs_quota_us", quota ?? "-1");
    }

    private bool MemoryIsLimited()
    {
        if (In(CgroupController.Memory) is not { } place) return false;
        // Version 1 shows "no limit" as the largest whole number of pages.
        return CgroupFile.Number(place.Folder, place.Hierarchy.IsUnified ? "memory.max" : "memory.limit_in_bytes") < long.MaxValue - (1 << 20);
    }

    private bool CpuIsLimited()
    {
        if (In(CgroupController.Cpu) is not { } place) return false;
        return place.Hierarchy.IsUnified
            ? CgroupFile.TryRead(place.Folder, "cpu.max") is { } quota && !quota.StartsWith("max", StringComparison.Ordinal)
            : CgroupFile.Number(place.Folder, "cpu.cfs_quota_us") is not null;
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
