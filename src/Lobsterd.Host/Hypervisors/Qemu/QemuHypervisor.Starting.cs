using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Rates;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Pool;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu;

public sealed partial class QemuHypervisor
{
    private const long BytesOfMib = 1 << 20;
    private const string Vmm = "QEMU";
    internal const string MonitorSocket = "qmp.sock";

    /// <inheritdoc/>
    public async Task<Result<VmProcess, LobsterError>> BootAsync(BootVmInput input, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(input.Owner)).TryGetValue(out var running)) return running.Record.Process;
        if ((await host.GetAsync(cancellationToken)).TryGetError(out var error, out var facts)) return error;
        if ((await images.BootFilesAsync(input.Image, cancellationToken)).Bind(MemberSource.KernelOf).TryGetError(out error, out var kernel)) return VmFaults.NotStarted(input.Owner, Vmm, error);
        if (OwnRam.Create(input.Size).TryGetError(out error, out var memory)) return VmFaults.NotStarted(input.Owner, Vmm, error);
        using (memory)
        {
            var arguments = QemuCommandLine.Boot(facts, input.Owner.Name, input.Size);
            var plan = new VmPlan(input, facts, arguments, memory, facts.TscKilohertz, Ram: null) { IsCold = true };
            return await StartAmongAsync(plan, kernel, LayNothingAsync, cancellationToken).Map(vm => vm.Record.Process);
        }
    }

    // A kernel brings what is in its memory, and a template has it.
    private static Task<UnitResult<LobsterError>> LayNothingAsync(QemuVm vm) => Task.FromResult(UnitResult.Success<LobsterError>());

    // Of the VM, and not of its machine: what bounds a disk is in no saved state, and a template's VMs have rates of their own.
    private static ThrottleArguments ThrottleOf(RateLimit rate) => new()
    {
        Id = QemuMachine.OverlayDevice,
        Group = QemuMachine.OverlayDevice,
        Bps = rate.Bytes?.PerSecond ?? 0,
        BpsMax = rate.Bytes?.Burst ?? 0,
        Iops = rate.Operations?.PerSecond ?? 0,
        IopsMax = rate.Operations?.Burst ?? 0,
    };

    private Task<Result<QemuVm, LobsterError>> StartAsync(VmPlan plan, CancellationToken cancellationToken)
    {
        var owner = plan.Input.Owner;
        return starts.RunAsync(owner, () => SpawnAsync(plan, cancellationToken), cancellationToken).MapError(error => VmFaults.NotStarted(owner, Vmm, error));
    }

    private async Task<Result<QemuVm, LobsterError>> SpawnAsync(VmPlan plan, CancellationToken cancellationToken)
    {
        var owner = plan.Input.Owner;
        var folder = new VmRunFolder(paths, owner.Name);
        if ((await images.BootFilesAsync(plan.Input.Image, cancellationToken)).TryGetError(out var error, out var files)) return error;
        if (FileStat.OfTarget(plan.Host.Program).TryGetError(out error, out var program)) return error;
        if (folder.Create().TryGetError(out error)) return error;
        if (VmDescriptors.Open(plan.Input, files, folder[MonitorSocket], plan.IsCold).TryGetError(out error, out var descriptors)) return error;

        JailedProcess? process;
        using (descriptors)
        {
            var handed = descriptors.With(QemuDescriptors.Memory, plan.Memory);
            var input = QemuJail.Input(jail.PlaceOf(owner), plan.Host, plan.Input.Size, plan.Arguments, handed, descriptors.OverlayBytes);
            if ((await jail.StartAsync(input, cancellationToken)).TryGetError(out error, out process)) return error;
        }

        // Known from here on, so that whatever fails now is cleared like any other VM.
        var record = plan.Record(process, program.Identity, BootId.Current);
        var vm = new QemuVm(owner, record, process, new QmpLink(folder[MonitorSocket], clock), clock);
        vms.Hold(owner, vm);
        if ((await vm.GreetAsync(plan.Host.Version, cancellationToken)).TryGetError(out error)) return error;
        if ((await ThrottleAsync(vm, plan.Input, cancellationToken)).TryGetError(out error)) return error;

        // One that has a state to load is written down once it has: until then it is no VM that anybody may take up.
        return plan.IsCold && WriteDown(vm).TryGetError(out error) ? error : vm;
    }

    private UnitResult<LobsterError> WriteDown(QemuVm vm) => new VmRunFolder(paths, vm.Owner.Name).Write(vm.Record, VmRecordJson.Default.VmRecord);

    private static async Task<UnitResult<LobsterError>> ThrottleAsync(QemuVm vm, BootVmInput input, CancellationToken cancellationToken) =>
        input.Rates?.Disk is { } rate ? await vm.AskAsync(QmpCommands.Throttle, ThrottleOf(rate), null, cancellationToken) : UnitResult.Success<LobsterError>();
}
