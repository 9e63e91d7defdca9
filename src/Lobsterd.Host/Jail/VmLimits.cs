using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

/// <summary>The limits of tenants' VMMs in the cgroups that the jail puts them in.</summary>
/// <param name="paths">The root, whose instance gives the UIDs.</param>
/// <param name="tree">The cgroups.</param>
/// <param name="limits">The limits by driver and size; a driver that is not there keeps none.</param>
public sealed class VmLimits(LobsterdPaths paths, CgroupTree tree, IReadOnlyDictionary<HypervisorName, Func<VmSize, CgroupLimits>> limits) : IVmLimits
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FaultsOf(Tenant tenant) =>
        tenant.Vm is { } vm && limits.TryGetValue(tenant.Hypervisor, out var of)
            ? tree.Find(VmJail.CgroupOf(SeatFile.Of(paths, tenant.Owner))).FaultsOf(of(tenant.Size), vm.Pid)
            : [];

    /// <inheritdoc/>
    public UnitResult<LobsterError> Ensure(Tenant tenant)
    {
        if (!limits.TryGetValue(tenant.Hypervisor, out var of)) return UnitResult.Success<LobsterError>();
        var seat = SeatFile.Of(paths, tenant.Owner);
        if (tree.Ensure(VmJail.CgroupOf(seat), of(tenant.Size)).TryGetError(out var error, out var cgroup)) return error;
        foreach (var pid in ProcessesOf(seat))
            if (cgroup.Join(pid).TryGetError(out error) && ProcessTable.RunsAs(pid, paths.Instance.UidOf(seat))) return error;
        return UnitResult.Success<LobsterError>();
    }

    // By their user, which the seat alone has, and the launcher that waits for each.
    private IEnumerable<int> ProcessesOf(Seat seat)
    {
        var user = paths.Instance.UidOf(seat);
        foreach (var pid in ProcessTable.Pids().Where(pid => ProcessTable.RunsAs(pid, user)))
        {
            if (LauncherProcess.Of(pid) is { } launcher) yield return launcher;
            yield return pid;
        }
    }
}
