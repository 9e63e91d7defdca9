using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Cgroups;

/// <summary>The cgroups of one lobsterd on this host: a folder of one name at the root of every hierarchy, and a cgroup for each VM in it.</summary>
/// <remarks>At the root, not below our own cgroup: that one ends with the service, the VMs do not.</remarks>
public sealed class CgroupTree
{
    private static readonly (string Name, CgroupController Controller)[] Delegated =
        [("memory", CgroupController.Memory), ("pids", CgroupController.Pids), ("cpu", CgroupController.Cpu)];

    private readonly IReadOnlyList<CgroupHierarchy> hierarchies;

    /// <summary>A tree that may or may not exist yet.</summary>
    /// <param name="hierarchies">Those of the host (<see cref="CgroupHierarchies.Find"/>).</param>
    /// <param name="name">Of the instance, e.g. <c>lobsterd</c>; one path component.</param>
    public CgroupTree(IReadOnlyList<CgroupHierarchy> hierarchies, string name) => (this.hierarchies, Name) = (hierarchies, name);

    /// <summary>The tree's name.</summary>
    public string Name { get; }

    /// <summary>The limits that no hierarchy of this host can enforce, of <c>memory</c>, <c>pids</c> and <c>cpu</c>.</summary>
    public IReadOnlyList<string> Missing =>
        [.. Delegated.Where(wanted => !hierarchies.Any(hierarchy => hierarchy.Controllers.Contains(wanted.Controller))).Select(wanted => wanted.Name)];

    /// <summary>Makes a cgroup with its limits, or gives an existing one these limits.</summary>
    /// <param name="member">One path component, e.g. <c>slot-7</c>.</param>
    /// <param name="limits">What it may use; <see cref="Cgroup.LimitsInForce"/> says what the host can enforce of it.</param>
    /// <error code="cgroup.create.failed">A folder could not be made; what was made is removed again.</error>
    public Result<Cgroup, LobsterError> Ensure(string member, CgroupLimits limits)
    {
        var cgroup = Find(member);
        foreach (var place in cgroup.Places)
        {
            if (Make(place).TryGetError(out var error))
            {
                _ = cgroup.RemoveFolders();
                return error;
            }
        }
        cgroup.Apply(limits);
        return cgroup;
    }

    /// <summary>A cgroup that may or may not exist.</summary>
    public Cgroup Find(string member) =>
        new(member, [.. hierarchies.Select(hierarchy => new CgroupPlace(hierarchy, Path.Combine(FolderIn(hierarchy), member)))]);

    /// <summary>Names of all cgroups of this tree, sorted.</summary>
    public IReadOnlyList<string> List() =>
        [.. hierarchies.Select(FolderIn).Where(Directory.Exists).SelectMany(Directory.GetDirectories).Select(path => Path.GetFileName(path)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The tree's own folders that exist.</summary>
    public IReadOnlyList<string> Folders() => [.. hierarchies.Select(FolderIn).Where(Directory.Exists)];

    /// <summary>Removes the tree's own folders; absent already is success.</summary>
    /// <error code="cgroup.remove.busy">A cgroup is left in it.</error>
    public UnitResult<LobsterError> Remove()
    {
        foreach (var folder in Folders())
        {
            if (!CgroupPlace.TryRemove(folder)) return new LobsterError(CgroupErrors.Busy, $"{folder} still has cgroups or processes");
        }
        return UnitResult.Success<LobsterError>();
    }

    private string FolderIn(CgroupHierarchy hierarchy) => Path.Combine(hierarchy.Target, Name);

    private UnitResult<LobsterError> Make(CgroupPlace place)
    {
        try
        {
            if (Directory.Exists(place.Folder)) return UnitResult.Success<LobsterError>();
            _ = Directory.CreateDirectory(FolderIn(place.Hierarchy));
            if (place.Hierarchy.IsUnified) HandDown(place.Hierarchy);
            _ = Directory.CreateDirectory(place.Folder);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(CgroupErrors.CreateFailed, $"{place.Folder}: {exception.Message}");
        }
    }

    /// <summary>A version 2 controller works in a cgroup only if each one above it names it. A refusal shows in the limits that are in force.</summary>
    private void HandDown(CgroupHierarchy hierarchy)
    {
        foreach (var (name, controller) in Delegated)
        {
            if (!hierarchy.Controllers.Contains(controller)) continue;
            if (CgroupFile.TryWrite(hierarchy.Target, "cgroup.subtree_control", $"+{name}"))
                _ = CgroupFile.TryWrite(FolderIn(hierarchy), "cgroup.subtree_control", $"+{name}");
        }
    }
}
