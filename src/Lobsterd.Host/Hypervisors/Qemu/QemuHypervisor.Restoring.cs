using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Pool;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Host.Sleep;

namespace Lobsterd.Host.Hypervisors.Qemu;

public sealed partial class QemuHypervisor
{
    private const string StateName = "state";

    private static readonly MigrationCapabilitiesArguments TellLoad = new([new MigrationCapability("events", true)]);
    private static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<Result<VmProcess, LobsterError>> RestoreAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(input.Owner)).TryGetValue(out var running)) return running.Record.Process;
        if ((await host.GetAsync(cancellationToken)).TryGetError(out var error, out var facts)) return error;
        if (StateFile.Open(files.StatePath).TryGetError(out error, out var open)) return error;
        using (open)
        {
            if (SavedStateCheck.Fits(open.State, facts, input).TryGetError(out error)) return error;
            if (open.State.Base is not null || !files.IsOwn) return await RestoreAmongAsync(input, facts, files, open, cancellationToken);
            return await RestoreAloneAsync(input, facts, files.MemoryPath, open, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> FitsAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if ((await host.GetAsync(cancellationToken)).TryGetError(out var error, out var facts)) return error;
        if (StateFile.Open(files.StatePath).TryGetError(out error, out var open)) return error;
        using (open)
        {
            if (SavedStateCheck.Fits(open.State, facts, input).TryGetError(out error)) return error;
            return open.State.Base is not null && !File.Exists(files.BasePath)
                ? new LobsterError(VmErrors.StateUnusable, $"{files.StatePath}: what it is the difference from is not there")
                : UnitResult.Success<LobsterError>();
        }
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> CheckBaseAsync(SnapshotFiles files, CancellationToken cancellationToken)
    {
        if (StateFile.Open(files.StatePath).TryGetError(out var error, out var open)) return error;
        using (open)
        {
            // A memory that others hold already would not be read again, whatever became of its file.
            if (open.State.Base is not { Origin.Content: var content }) return UnitResult.Success<LobsterError>();
            if (files.BasePath is not { } path) return new LobsterError(VmErrors.StateUnusable, $"{files.StatePath}: what it is the difference from is not there");
            var summed = await Task.Run(() => FileSum.Of(path, cancellationToken), cancellationToken);
            if (summed.TryGetError(out error, out var found)) return new LobsterError(VmErrors.StateUnusable, $"{path}: {error.Message}");
            return (found.Bytes, found.Sum) == (content.Bytes, content.Sum)
                ? UnitResult.Success<LobsterError>()
                : new LobsterError(VmErrors.StateUnusable, $"{path}: it is not what the saved memory is the difference from");
        }
    }

    // Of a template, or over one: its memory is shared by all that were restored from it, and what one writes is its own.
    private async Task<Result<VmProcess, LobsterError>> RestoreAmongAsync(
        BootVmInput input, QemuHost facts, SnapshotFiles files, OpenState open, CancellationToken cancellationToken)
    {
        var under = open.State.Base;
        var sharedPath = under is null ? files.MemoryPath : files.BasePath;
        if (sharedPath is null) return new LobsterError(VmErrors.StateUnusable, $"{files.StatePath}: what it is the difference from is not there");
        var origin = under?.Origin ?? new RamOrigin(files.MemoryPath, open.State.Memory);
        if ((await rams.TakeAsync(sharedPath, origin.Content, IsOfTemplate(origin.Path), cancellationToken)).TryGetError(out var error, out var ram)) return error;
        QemuVm? vm = null;
        try
        {
            var arguments = QemuCommandLine.Restore(facts, input.Owner.Name, input.Size, sharesMemory: false);
            var plan = new VmPlan(input, facts, arguments, ram.Memfd, open.State.TscKilohertz, ram) { IsCold = false, Origin = origin };
            Task<UnitResult<LobsterError>> LayAsync(QemuVm vm) =>
                under is null ? LayNothingAsync(vm) : OverlayAsync(vm, files.MemoryPath, open.State, under, cancellationToken);
            if ((await StartAmongAsync(plan, new MemberSource.Template(ram.Source), LayAsync, cancellationToken)).TryGetError(out error, out var started)) return error;
            if ((await LoadAsync(started, open, cancellationToken)).TryGetError(out error)) return error;
            if (WriteDown(started).TryGetError(out error)) return error;
            vm = started;
            vm.Hold(ram);
            return vm.Record.Process;
        }
        finally
        {
            if (vm is null)
            {
                await starts.ClearAsync(input.Owner);
                ram.Dispose();
            }
        }
    }

    // Before the devices are loaded: they look at their queues, which lie in the guest's memory.
    private static async Task<UnitResult<LobsterError>> OverlayAsync(
        QemuVm vm, string memoryPath, SavedState state, SavedBase under, CancellationToken cancellationToken)
    {
        if (RamMapping.Find(vm.Record.Process.Pid, state.Memory.Bytes).TryGetError(out var error, out var mapping)) return error;
        var loaded = await Task.Run(() => RamDeltaLoader.Load(memoryPath, state.Memory, under.Pages, mapping), cancellationToken);
        return loaded.MapError(cause => VmFaults.Unusable(vm.Owner, cause));
    }

    // Of one VM alone: what was read is its memory from here on, as that of a cold boot is, and not the half of twice as much.
    private async Task<Result<VmProcess, LobsterError>> RestoreAloneAsync(
        BootVmInput input, QemuHost facts, string memoryPath, OpenState open, CancellationToken cancellationToken)
    {
        var read = await Task.Run(() => RamLoader.LoadAlone(memoryPath, open.State.Memory), cancellationToken);
        if (read.TryGetError(out var error, out var memory)) return error;
        var isLoaded = false;
        try
        {
            var arguments = QemuCommandLine.Restore(facts, input.Owner.Name, input.Size, sharesMemory: true);
            var plan = new VmPlan(input, facts, arguments, memory, open.State.TscKilohertz, Ram: null) { IsCold = false };
            if ((await StartAsync(plan, cancellationToken)).TryGetError(out error, out var vm)) return error;
            if ((await LoadAsync(vm, open, cancellationToken)).TryGetError(out error)) return error;
            if (WriteDown(vm).TryGetError(out error)) return error;
            isLoaded = true;
            return vm.Record.Process;
        }
        finally
        {
            memory.Dispose();
            if (!isLoaded) await starts.ClearAsync(input.Owner);
        }
    }

    private async Task<UnitResult<LobsterError>> LoadAsync(QemuVm vm, OpenState open, CancellationToken cancellationToken)
    {
        // The memory is mapped already. That order is not free: a device state that meets other memory than its own finds its queues inconsistent.
        using var bound = new CancellationTokenSource(LongestLoad, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            var loaded = await vm.AskAsync(QmpCommands.SetMigrationCapabilities, TellLoad, null, either.Token)
                .Bind(_ => vm.AskAsync(QmpCommands.GetFd, new GetFdArguments(StateName), open.File, either.Token))
                .Bind(_ => vm.AskAsync(QmpCommands.MigrateIncoming, new MigrateIncomingArguments("fd:" + StateName), null, either.Token))
                .Bind(_ => vm.WaitForLoadAsync(either.Token))
                .Bind(() => vm.AskAsync(QmpCommands.QueryStatus, either.Token));
            if (loaded.TryGetError(out var error, out var status)) return VmFaults.Unusable(vm.Owner, error);
            return status.Running ? VmFaults.Unusable(vm.Owner, new LobsterError(VmErrors.Refused, "QEMU let it run")) : UnitResult.Success<LobsterError>();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return VmFaults.Unusable(vm.Owner, new LobsterError(VmErrors.Unreachable, $"QEMU did not load it within {LongestLoad.TotalSeconds:0} s"));
        }
    }
}
