using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Cgroups;

/// <summary>One cgroup, with a folder in each hierarchy of the host.</summary>
public sealed partial class Cgroup
{
    internal Cgroup(string name, IReadOnlyList<CgroupPlace> places) => (Name, Places) = (name, places);

    /// <summary>Its name within its tree.</summary>
    public string Name { get; }

    /// <summary>Its folders, one a hierarchy: what a <see cref="Processes.SpawnInput"/> takes.</summary>
    public IReadOnlyList<string> Folders => [.. Places.Select(place => place.Folder)];

    /// <summary>Whether any of its folders is there.</summary>
    public bool Exists => Places.Any(place => Directory.Exists(place.Folder));

    internal IReadOnlyList<CgroupPlace> Places { get; }

    /// <summary>The processes in it now, in any hierarchy; never this one.</summary>
    /// <remarks>In version 1 a thread of ours enters a cgroup to give birth there, and until the kernel has done with that thread the whole of this process
    /// is listed, a little longer than the birth takes. Whoever kills what is listed must not kill itself.</remarks>
    public IReadOnlyList<int> Pids() =>
        [.. Places.SelectMany(place => CgroupFile.Numbers(place.Folder, "cgroup.procs")).Distinct().Where(pid => pid != Environment.ProcessId)];

    /// <summary>Moves a process into it, all of its threads with it.</summary>
    /// <param name="pid">A process; 0 is the calling one.</param>
    /// <error code="cgroup.join.failed">It does not exist, or the kernel refused.</error>
    public UnitResult<LobsterError> Join(int pid)
    {
        foreach (var folder in Folders)
        {
            if (!CgroupFile.TryWrite(folder, "cgroup.procs", pid.ToString(CultureInfo.InvariantCulture)))
                return new LobsterError(CgroupErrors.JoinFailed, $"{folder} does not take process {pid}");
        }
        return UnitResult.Success<LobsterError>();
    }

    internal bool RemoveFolders() => Places.Aggregate(true, (all, place) => CgroupPlace.TryRemove(place.Folder) && all);

    private CgroupPlace? In(CgroupController controller) => Places.FirstOrDefault(place => place.Has(controller));
}
