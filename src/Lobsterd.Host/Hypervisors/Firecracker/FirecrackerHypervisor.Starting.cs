using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Firecracker;

public sealed partial class FirecrackerHypervisor
{
    private const string Vmm = "Firecracker";
    private const int OpenFiles = 1024;

    /// <inheritdoc/>
    public async Task<Result<VmProcess, LobsterError>> BootAsync(BootVmInput input, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(input.Owner)).TryGetValue(out var running)) return running.Process;
        if ((await programs.GetAsync(cancellationToken)).TryGetError(out var error, out var install)) return error;
        if ((await images.BootFilesAsync(input.Image, cancellationToken)).TryGetError(out error, out var files)) return error;
        if (files.Vmlinux is not { } kernel) return VmFaults.NotStarted(input.Owner, Vmm, Packed(files));

        var plan = new FirecrackerPlan(
            input,
            install,
            [
                new(kernel, FirecrackerMachine.Kernel),
                new(files.Initramfs, FirecrackerMachine.Initramfs),
                new(files.RootImage, FirecrackerMachine.Image),
            ],
            FirecrackerMachine.Boot(input.Size, input.Owner.Slot, input.Rates));
        return await StartAsync(plan, cancellationToken).Map(vm => vm.Process);
    }

    private Task<Result<FirecrackerVm, LobsterError>> StartAsync(FirecrackerPlan plan, CancellationToken cancellationToken)
    {
        var owner = plan.Input.Owner;
        return starts.RunAsync(owner, () => SpawnAsync(plan, cancellationToken), cancellationToken).MapError(error => NotStarted(plan, error));
    }

    // A load that fails is refused, or ends Firecracker.
    private static LobsterError NotStarted(FirecrackerPlan plan, LobsterError error) =>
        plan.State is not null && (error.Code == VmErrors.Refused || error.Code == VmErrors.Exited)
            ? VmFaults.Unusable(plan.Input.Owner, error)
            : VmFaults.NotStarted(plan.Input.Owner, Vmm, error);

    private async Task<Result<FirecrackerVm, LobsterError>> SpawnAsync(FirecrackerPlan plan, CancellationToken cancellationToken)
    {
        var (owner, install) = (plan.Input.Owner, plan.Install);
        var run = new VmRunFolder(paths, owner.Name);
        var folder = new JailerFolder(paths, owner, install.Vmm);
        if (FileStat.Of(plan.Input.OverlayPath).TryGetError(out var error, out var overlay)) return error;
        if (run.Create().Bind(() => Furnish(folder, plan)).TryGetError(out error)) return error;

        var largest = FirecrackerOverhead.LargestFile(plan.Input.Size, overlay.SizeBytes);
        var input = new JailerInput
        {
            Owner = owner,
            Jailer = install.Jailer,
            Arguments = new JailerArguments(folder.Id, install.Program, paths.Jails, paths.Instance.UidOf(owner.Slot), OpenFiles, largest).ToList(),
            PidFile = folder.PidFile,
            Limits = FirecrackerOverhead.Limits(plan.Input.Size),
        };
        if ((await jail.StartAsync(input, cancellationToken)).TryGetError(out error, out var process)) return error;
        if (Record(plan, folder, process).TryGetError(out error, out var record))
        {
            process.Dispose();
            return error;
        }

        // Known from here on, so that whatever fails now is cleared like any other VM. Written down once it runs: a VM that is met later is one that boots.
        var vm = VmOf(owner, record, process);
        vms.Hold(owner, vm);
        if ((await vm.OpenAsync(cancellationToken)).TryGetError(out error)) return error;
        if ((await vm.SendAllAsync([FirecrackerMachine.Measure, .. plan.Requests], cancellationToken)).TryGetError(out error)) return error;
        return run.Write(record, FirecrackerRecordJson.Default.FirecrackerRecord).TryGetError(out error) ? error : vm;
    }

    private static UnitResult<LobsterError> Furnish(JailerFolder folder, FirecrackerPlan plan)
    {
        var result = folder.Create();
        foreach (var (file, name) in plan.Shared) result = result.Bind(() => folder.Share(file, name));
        if (plan.State is { } state) result = result.Bind(() => VolatileFile.Replace(folder.InRoot(State), state, ReadOnly));
        return result.Bind(() => folder.MakePipe(FirecrackerMachine.Metrics)).Bind(() => folder.Give(plan.Input.OverlayPath, FirecrackerMachine.Overlay));
    }

    // By the copy that the jailer made: it has ended, but what it left may still be on its way to execute it, so the process itself would tell of the jailer.
    // No guest has run yet that could have changed the copy.
    private static Result<FirecrackerRecord, LobsterError> Record(FirecrackerPlan plan, JailerFolder folder, JailedProcess process) =>
        FileStat.Of(folder.InRoot(plan.Install.Vmm)).Map(program => new FirecrackerRecord
        {
            Owner = plan.Input.Owner.Id,
            Process = new VmProcess(process.Process.Pid, process.StartTicks, BootId.Current, plan.Install.Version.ToString()),
            Program = program.Identity,
            Vmm = plan.Install.Vmm,
            Size = plan.Input.Size,
            Image = plan.Input.Image,
        });

    private static LobsterError Packed(BootFiles files) => new(
        VmErrors.StartFailed,
        $"kernel {files.KernelRelease} is there in its packed form alone, which Firecracker does not boot",
        "lobsterd kernel add KERNEL keeps a kernel in both forms");
}
