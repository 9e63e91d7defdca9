using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>QEMU as it is shipped, in its jail.</summary>
public class QemuRig : HypervisorRig
{
    private readonly CgroupTree cgroups;

    public QemuRig()
    {
        cgroups = new CgroupTree(CgroupHierarchies.Find().Value, Paths.Instance.Name);
        _ = Directory.CreateDirectory(Paths.State);
    }

    public override IHypervisor NewDriver() => NewQemu(pool: 0);

    internal QemuHypervisor NewQemu(int pool) => new(
        Paths, new HypervisorConfig { Pool = pool }, Guest, new VmJail(Paths, cgroups, PublishedBinaries.Launcher, TimeProvider.System), TimeProvider.System);

    public override string ConsoleOf(VmOwner owner)
    {
        var log = Path.Combine(Paths.VmOf(owner.Name), JailFiles.Console);
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }

    public override IReadOnlyList<string> LeftOf(VmOwner owner)
    {
        var user = Paths.Instance.UidOf(owner.Slot);
        var cgroup = cgroups.Find($"slot-{owner.Slot}");
        return
        [
            .. ProcessTable.Pids().Where(pid => ProcessTable.RunsAs(pid, user)).Select(_ => "process"),
            .. cgroup.Folders.Where(Directory.Exists),
            .. new[] { Paths.VmOf(owner.Name) }.Where(Directory.Exists),
        ];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.True(cgroups.Remove().IsSuccess);
    }
}
