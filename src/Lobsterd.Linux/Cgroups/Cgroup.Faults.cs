using System.Globalization;

namespace Lobsterd.Linux.Cgroups;

public sealed partial class Cgroup
{
    private const long PageBytes = 4_096;

    /// <summary>What of it is not as it shall be, as the kernel tells it; limits that a hierarchy has no file for are passed over.</summary>
    /// <param name="limits">Its limits.</param>
    /// <param name="member">A process that shall be in it.</param>
    public IReadOnlyList<string> FaultsOf(CgroupLimits limits, int member)
    {
        var faults = new List<string>();
        foreach (var place in Places)
        {
            if (!Directory.Exists(place.Folder))
            {
                faults.Add($"{place.Folder} is not there");
                continue;
            }

            if (!CgroupFile.Numbers(place.Folder, "cgroup.procs").Contains(member)) faults.Add($"process {member} is not in {place.Folder}");
            faults.AddRange(Files(place, limits).Where(file => CgroupFile.TryRead(place.Folder, file.Name) is { } text && text.Trim() != file.Value)
                .Select(file => $"{Path.Combine(place.Folder, file.Name)} is not {file.Value}"));
        }
        return faults;
    }

    // The kernel rounds memory down to pages.
    private static IEnumerable<(string Name, string Value)> Files(CgroupPlace place, CgroupLimits limits)
    {
        var isUnified = place.Hierarchy.IsUnified;
        if (place.Has(CgroupController.Memory) && limits.MemoryBytes is { } bytes)
            yield return (isUnified ? "memory.max" : "memory.limit_in_bytes", Text(bytes / PageBytes * PageBytes)!);
        if (place.Has(CgroupController.Pids) && limits.Pids is { } pids) yield return ("pids.max", Text(pids)!);
        if (!place.Has(CgroupController.Cpu) || limits.Cpus is not { } cpus) yield break;
        var quota = Text((long)(cpus * PeriodMicroseconds))!;
        yield return isUnified
            ? ("cpu.max", string.Create(CultureInfo.InvariantCulture, $"{quota} {PeriodMicroseconds}"))
            : ("cpu.cfs_quota_us", quota);
    }
}
