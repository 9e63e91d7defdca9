using System.Globalization;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>Version 2 without settings: into the parent, where it is there.</summary>
internal static class CgroupMove
{
    internal static void ToParent(string parent)
    {
        var folder = $"{CgroupMounts.Unified}/{parent}";
        if (!Directory.Exists(folder)) return;
        var file = folder + "/cgroup.procs";
        if (CgroupTree.TryWrite(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) is { } why)
        {
            throw new Fault(
                $"Failed to move process to cgroup ({file}): {why}.\nHint: If you intended to create a child cgroup under {folder}, pass any --cgroup parameters.",
                $"CgroupMove(\"{file}\")");
        }
    }
}
