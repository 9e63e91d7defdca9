using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Mounts;

namespace Lobsterd.Linux.Cgroups;

/// <summary>Finds the trees of cgroups by the controllers that they really have; what is mounted where says little.</summary>
public static class CgroupHierarchies
{
    private static readonly (string Name, CgroupController Controller)[] Names =
    [
        ("memory", CgroupController.Memory), ("pids", CgroupController.Pids),
        ("cpu", CgroupController.Cpu), ("cpuacct", CgroupController.CpuAccounting),
    ];

    /// <summary>The trees of this host that are of use to us: one on a version 2 host, one for each controller on version 1 and on a hybrid.</summary>
    /// <error code="cgroup.hierarchy.missing">None is mounted.</error>
    /// <error code="mount.table.unreadable">The kernel's list of mounts did not parse.</error>
    public static Result<IReadOnlyList<CgroupHierarchy>, LobsterError> Find()
    {
        // Whoever enters a network namespace by ip-netns(8) gets a /sys of its own without any of them: then the first process's are looked at.
        var found = new List<CgroupHierarchy>();
        foreach (var (table, root) in ((string, string)[])[("/proc/self/mountinfo", ""), ("/proc/1/mountinfo", "/proc/1/root")])
        {
            if (found.Count > 0) break;
            if (MountTable.Read(table).TryGetError(out var error, out var mounts)) return error;
            var reachable = From([.. mounts.Select(mount => mount with { Target = root + mount.Target })], ReadControllers);
            // The first process of a container may be closed to us, root or not.
            found.AddRange(reachable.Where(hierarchy => Directory.Exists(hierarchy.Target)));
        }

        return found.Count > 0
            ? Result.Success<IReadOnlyList<CgroupHierarchy>, LobsterError>(found)
            : new LobsterError(CgroupErrors.None, "no cgroup file system is mounted", "mount cgroup2 on /sys/fs/cgroup");
    }

    private static string ReadControllers(string target)
    {
        try
        {
            return File.ReadAllText(Path.Combine(target, "cgroup.controllers"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Mounted over since: nothing of it can be used.
            return "";
        }
    }

    /// <summary>Picks from a list of mounts. A controller belongs to one tree only; the first mount that shows it is taken.</summary>
    /// <param name="mounts">The kernel's list.</param>
    /// <param name="unifiedControllers">Reads the controllers of a version 2 root.</param>
    internal static IReadOnlyList<CgroupHierarchy> From(IReadOnlyList<MountEntry> mounts, Func<string, string> unifiedControllers)
    {
        var taken = new HashSet<CgroupController>();
        var found = new List<CgroupHierarchy>();
        foreach (var mount in mounts.Where(mount => mount.Type is "cgroup" or "cgroup2"))
        {
            var isUnified = mount.Type == "cgroup2";
            if (isUnified && found.Any(hierarchy => hierarchy.IsUnified)) continue;
            var words = isUnified ? unifiedControllers(mount.Target).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : mount.SuperOptions;
            var controllers = Names.Where(pair => words.Contains(pair.Name)).Select(pair => pair.Controller).Where(taken.Add).ToList();
            // It counts time without any controller, which alone is no reason to pay for moving every process into one tree more.
            if (controllers.Count > 0 && isUnified && taken.Add(CgroupController.CpuAccounting)) controllers.Add(CgroupController.CpuAccounting);
            if (controllers.Count > 0) found.Add(new CgroupHierarchy(mount.Target, isUnified, controllers));
        }
        return found;
    }
}
