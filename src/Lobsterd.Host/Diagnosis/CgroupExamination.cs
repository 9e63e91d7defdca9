using Lobsterd.Domain.Diagnosis;
using Lobsterd.Linux.Cgroups;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Which limits this host can enforce on VMMs.</summary>
public sealed class CgroupExamination : IExamination
{
    private static readonly CgroupController[] Wanted = [CgroupController.Memory, CgroupController.Pids, CgroupController.Cpu];

    /// <inheritdoc/>
    public string Name => "cgroups";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        if (CgroupHierarchies.Find().TryGetError(out var none, out var hierarchies))
            return Task.FromResult(new HostCheck(Name, CheckStatus.Warn, none.Message, $"VMMs run without limits; {none.Hint}"));

        var there = Wanted.Where(controller => hierarchies.Any(hierarchy => hierarchy.Controllers.Contains(controller))).ToList();
        var missing = Wanted.Except(there).ToList();
        var versions = string.Join(" and ", hierarchies.Select(hierarchy => hierarchy.IsUnified ? "version 2" : "version 1").Distinct().Order());
        var found = $"{versions}; limits on {(there.Count > 0 ? Words(there) : "nothing")}";
        return Task.FromResult(missing.Count == 0
            ? new HostCheck(Name, CheckStatus.Ok, found, null)
            : new HostCheck(Name, CheckStatus.Warn, found, $"VMMs are not limited in {Words(missing)}: switch the controllers on (cgroup_enable= on the kernel's command line)"));
    }

    private static string Words(IEnumerable<CgroupController> controllers) =>
        string.Join(", ", controllers.Select(controller => controller.ToString().ToLowerInvariant()));
}
