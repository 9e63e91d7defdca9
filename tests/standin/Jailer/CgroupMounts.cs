using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>Where the hierarchies are mounted, as <c>/proc/mounts</c> says.</summary>
internal static class CgroupMounts
{
    /// <summary>The unified hierarchy.</summary>
    internal static string Unified =>
        Lines().FirstOrDefault(line => line is [_, _, "cgroup2", ..])?[1] ?? throw Missing();

    /// <summary>A controller's hierarchy of version 1; null when it has none.</summary>
    internal static string? OfController(string controller) =>
        Lines().FirstOrDefault(line => line is [_, _, "cgroup", ..] && line[3].Split(',').Contains(controller))?[1];

    internal static Fault Missing() =>
        new("Hierarchy not found: No hierarchy found for this cgroup version.", "CgroupHierarchyMissing(\"No hierarchy found for this cgroup version.\")");

    private static IEnumerable<string[]> Lines() => File.ReadLines("/proc/mounts").Select(line => line.Split(' '));
}
