using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Hypervisors.Qemu.Pool;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Host.Hypervisors.Qemu;

public sealed partial class QemuHypervisor
{
    private const string TenantsNode = "tenant";

    // One that waits becomes the tenant's, if there is one and it can; else one is started. Either way its memory is as it shall be; one that boots runs, and another one has no state yet.
    private async Task<Result<QemuVm, LobsterError>> StartAmongAsync(
        VmPlan plan, MemberSource source, Func<QemuVm, Task<UnitResult<LobsterError>>> lay, CancellationToken cancellationToken)
    {
        Task<Result<QemuVm, LobsterError>> StartFreshAsync() => StartAsync(plan, cancellationToken).Bind(vm => lay(vm).Map(() => vm));
        if (Take(plan, source) is not { } member) return await StartFreshAsync();

        LobsterError? error;
        try
        {
            var seated = await starts.RunAsync(plan.Input.Owner, () => SeatAsync(plan with { Ram = member.Ram }, member, lay, cancellationToken), cancellationToken);
            if (!seated.TryGetError(out error, out var vm)) return vm;
        }
        finally
        {
            if (!member.IsTaken) _ = await pool.EndAsync(member);
        }

        pool.Tell(error);
        return await StartFreshAsync();
    }

    // A memory that is not a template's was a tenant's: nobody waits with that.
    private QemuMember? Take(VmPlan plan, MemberSource source) =>
        (plan.Origin is not { } origin || IsOfTemplate(origin.Path)) && FileStat.OfTarget(plan.Input.OverlayPath).TryGetValue(out var disk)
            ? pool.Take(new MemberWish(new MemberShape(plan.Host, plan.Input.Size, plan.Input.Image, disk.SizeBytes, source), plan.Origin))
            : null;

    private async Task<Result<QemuVm, LobsterError>> SeatAsync(
        VmPlan plan, QemuMember member, Func<QemuVm, Task<UnitResult<LobsterError>>> lay, CancellationToken cancellationToken)
    {
        var owner = plan.Input.Owner;
        var folder = new VmRunFolder(paths, owner.Name);
        if (PlainFile.Open(plan.Input.OverlayPath, OpenFlags.ReadWrite).TryGetError(out var error, out var disk)) return error;
        using (disk)
        {
            // This is the step that makes it the tenant's. Until here a service that comes after this one ends it, from here on it is cleared like any VM of the tenant's.
            if (folder.Take(paths.VmOf(member.Seat)).TryGetError(out error)) return error;
            member.IsTaken = true;

            // Ours must go, or the TAP would look held after QEMU's end.
            using var tap = member.Tap;
            member.Link.MoveTo(folder[MonitorSocket]);
            var process = jail.Move(member.Process, owner);
            var vm = new QemuVm(owner, plan.Record(process, member.Program, BootId.Current), process, member.Link, clock);
            if (member.Ram is { } ram) vm.Hold(ram);
            vms.Hold(owner, vm);

            // Its memory is laid meanwhile, which QEMU does not look at before a state is loaded.
            var both = await Task.WhenAll(lay(vm), member.IsTapLoose.Bind(() => GiveAsync(vm, plan, process, tap, disk, cancellationToken)));
            var given = both.FirstOrDefault(one => one.IsFailure, UnitResult.Success<LobsterError>());
            if (plan.IsCold) given = await given.Bind(() => LetRunAsync(vm, cancellationToken));
            return given.Map(() => vm);
        }
    }

    // While it is stopped QEMU sees no instant without a TAP.
    private static async Task<UnitResult<LobsterError>> GiveAsync(QemuVm vm, VmPlan plan, JailedProcess process, Fd tap, Fd disk, CancellationToken cancellationToken) =>
        await Tap.Bind(tap, NetworkPlan.TapOf(vm.Owner.Slot), TapFlags.VirtioHeader)
            .Bind(() => process.Process.Signal(Signals.Continue))
            .Bind(() => ExchangeDiskAsync(vm, disk, cancellationToken))
            .Bind(() => ThrottleAsync(vm, plan.Input, cancellationToken));

    // Written down once it runs, and not before: a later service would take it up as one that does.
    private Task<UnitResult<LobsterError>> LetRunAsync(QemuVm vm, CancellationToken cancellationToken) =>
        vm.AskAsync(QmpCommands.Continue, cancellationToken).Bind(_ => WriteDown(vm));

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
