namespace Lobsterd.Linux.Cgroups;

/// <summary>One mounted tree of cgroups.</summary>
/// <param name="Target">Where it is mounted.</param>
/// <param name="IsUnified">Whether it is version 2.</param>
/// <param name="Controllers">Which of ours can be used there; at least one.</param>
public sealed record CgroupHierarchy(string Target, bool IsUnified, IReadOnlyList<CgroupController> Controllers);
