namespace Lobsterd.Linux.Mounts;

/// <summary>One mount as <c>/proc/PID/mountinfo</c> tells it.</summary>
/// <param name="Id">Its number in this namespace.</param>
/// <param name="ParentId">The mount that it lies on.</param>
/// <param name="Root">Which folder of the file system it shows.</param>
/// <param name="Target">Where it lies, as seen from the process's root.</param>
/// <param name="Options">The mount's own options, e.g. <c>rw</c>, <c>nosuid</c>.</param>
/// <param name="Type">The file system's type.</param>
/// <param name="Source">Its device, or a word.</param>
/// <param name="SuperOptions">The file system's options; of a version 1 cgroup, its controllers.</param>
public sealed record MountEntry(
    int Id, int ParentId, string Root, string Target, IReadOnlyList<string> Options, string Type, string Source, IReadOnlyList<string> SuperOptions);
