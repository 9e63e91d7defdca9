using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Hypervisors.Qemu.Pool;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Host.Hypervisors.Qemu;

public sealed partial class QemuHypervisor
{
    private const string TenantsNode = "tenant";

    // One that waits becomes the tenant's, if there is one and it can; else one is started. Either way it has no state yet.
    private async Task<Result<QemuVm, LobsterError>> StartAmongAsync(VmPlan plan, CancellationToken cancellationToken)
    {
        if (FileStat.OfTarget(plan.Input.OverlayPath).TryGetError(out var error, out var disk)) return VmFaults.NotStarted(plan.Input.Owner, Vmm, error);
        if (!IsOfTemplate(plan.Origin!.Path)) return await StartAsync(plan, cancellationToken);
        var shape = new MemberShape(plan.Host, plan.Input.Size, plan.Input.Image, disk.SizeBytes, plan.Ram!.Source);
        if (pool.Take(new MemberWish(shape, plan.Origin)) is not { } member) return await StartAsync(plan, cancellationToken);

        try
        {
            var seated = await starts.RunAsync(plan.Input.Owner, () => SeatAsync(plan with { Ram = member.Ram }, member, cancellationToken), cancellationToken);
            if (!seated.TryGetError(out error, out var vm)) return vm;
        }
        finally
        {
            if (!member.IsTaken) _ = await pool.EndAsync(member);
        }

        pool.Tell(error);
        return await StartAsync(plan, cancellationToken);
    }

    private async Task<Result<QemuVm, LobsterError>> SeatAsync(VmPlan plan, QemuMember member, CancellationToken cancellationToken)
    {
        var owner = plan.Input.Owner;
        var folder = new VmRunFolder(paths, owner.Name);
        if (PlainFile.Open(plan.Input.OverlayPath, OpenFlags.ReadWrite).TryGetError(out var error, out var disk)) return error;
        using (disk)
        {
            // This is the step that makes it the tenant's. Until here a service that comes after this one ends it, from here on it is cleared like any VM of the tenant's.
            if (folder.Take(paths.VmOf(member.Seat)).TryGetError(out error)) return error;
            member.IsTaken = true;
            member.Link.MoveTo(folder[MonitorSocket]);
            var process = jail.Move(member.Process, owner);
            var vm = new QemuVm(owner, plan.Record(process, member.Program, BootId.Current), process, member.Link, clock);
            vm.Hold(member.Ram);
            vms.Hold(owner, vm);

            // Ours must go then, or the TAP would look held after QEMU's end. While it is stopped QEMU sees no instant without a TAP.
            using (member.Tap)
                if (Tap.Bind(member.Tap, NetworkPlan.TapOf(owner.Slot), TapFlags.VirtioHeader).TryGetError(out error)) return error;
            if (process.Process.Signal(Signals.Continue).TryGetError(out error)) return error;
            if ((await ExchangeDiskAsync(vm, disk, cancellationToken)).TryGetError(out error)) return error;
            return (await ThrottleAsync(vm, plan.Input, cancellationToken)).TryGetError(out error) ? error : vm;
        }
    }

    // The device goes on with what it had: it has been told the disk's size when it was made.
    private static async Task<UnitResult<LobsterError>> ExchangeDiskAsync(QemuVm vm, Fd disk, CancellationToken cancellationToken)
    {
        var node = new BlockdevAddArguments
        {
            NodeName = TenantsNode,
            File = new BlockdevFile
            {
                NodeName = $"{TenantsNode}-file",
                Filename = $"/dev/fdset/{QemuCommandLine.OverlaySet}",
                Locking = QemuCommandLine.Locked,
            },
        };
        return await vm.AskAsync(QmpCommands.AddFd, new AddFdArguments(QemuCommandLine.OverlaySet), disk, cancellationToken)
            .Bind(_ => vm.AskAsync(QmpCommands.AddDisk, node, null, cancellationToken))
            .Bind(_ => vm.AskAsync(QmpCommands.SetProperty, new QomSetArguments($"/machine/peripheral/{QemuMachine.OverlayDevice}", "drive", TenantsNode), null, cancellationToken));
    }
}
