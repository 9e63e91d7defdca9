using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Standin.Service.Null;

/// <summary>The <c>null</c> driver: each VM is a <c>lobsterd-null-vmm</c> process. Keeps the port's promises, idempotence and finding by owner included.</summary>
internal sealed class NullHypervisor(LobsterdPaths paths, NullPrograms programs) : IHypervisor
{
    public static readonly HypervisorName DriverName = new("null");

    private readonly ConcurrentDictionary<Guid, NullVm> vms = new();

    public HypervisorName Name => DriverName;

    public async Task<Result<VmProcess, LobsterError>> BootAsync(BootVmInput input, CancellationToken cancellationToken) =>
        await StartAsync(input, restore: null, cancellationToken);

    public async Task<Result<VmProcess, LobsterError>> RestoreAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if (!File.Exists(files.StatePath)) return new LobsterError(VmErrors.StateUnusable, $"{files.StatePath} is not there");
        if ((await StartAsync(input, files.StatePath, cancellationToken)).TryGetError(out var error, out var process)) return error;
        return (await PauseAsync(input.Owner, cancellationToken)).Map(() => process);
    }

    public Task<UnitResult<LobsterError>> FitsAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken) => Task.FromResult(
        File.Exists(files.StatePath) ? UnitResult.Success<LobsterError>() : new LobsterError(VmErrors.StateUnusable, $"{files.StatePath} is not there"));

    public Task<UnitResult<LobsterError>> CheckBaseAsync(SnapshotFiles files, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());

    public Task<UnitResult<LobsterError>> PauseAsync(VmOwner owner, CancellationToken cancellationToken) => Task.FromResult(Find(owner).Bind(vm => vm.Pause()));

    public Task<UnitResult<LobsterError>> ResumeAsync(VmOwner owner, CancellationToken cancellationToken) => Task.FromResult(Find(owner).Bind(vm => vm.Resume()));

    public async Task<UnitResult<LobsterError>> SnapshotAsync(VmOwner owner, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if (Find(owner).TryGetError(out var none, out var vm)) return none;
        return vm.IsPaused
            ? await vm.SaveAsync(files, cancellationToken)
            : new LobsterError(VmErrors.Refused, "the machine is not paused");
    }

    public async Task<UnitResult<LobsterError>> KillAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if (Find(owner).TryGetValue(out var vm))
        {
            _ = vms.TryRemove(owner.Id, out _);
            await vm.KillAsync(cancellationToken);
            vm.Dispose();
        }

        var folder = paths.VmOf(owner.Name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return UnitResult.Success<LobsterError>();
    }

    public Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded, CancellationToken cancellationToken)
    {
        var found = Find(owner);
        if (found.TryGetError(out var none, out var vm)) return Task.FromResult(Result.Failure<VmProcess, LobsterError>(none));
        return Task.FromResult(vm.Identity == recorded
            ? Result.Success<VmProcess, LobsterError>(recorded)
            : new LobsterError(VmErrors.Foreign, $"process {recorded.Pid} is not the machine that was recorded"));
    }

    public async Task<VmExit> WaitForExitAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Find(owner).TryGetValue(out var vm) ? await vm.WaitForExitAsync(cancellationToken) : new VmExit(null, null, "");

    public Task<Result<bool, LobsterError>> AreCpusRunningAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult(Find(owner).Bind(vm => vm.AreCpusRunning()));

    public Task<Result<VmStats, LobsterError>> StatsAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult(Find(owner).Bind(vm => vm.ReadStats()));

    private async Task<Result<VmProcess, LobsterError>> StartAsync(BootVmInput input, string? restore, CancellationToken cancellationToken)
    {
        // Asked again for a VM that stands: it is the same one.
        if (Find(input.Owner).TryGetValue(out var standing)) return standing.Identity;

        var folder = paths.VmOf(input.Owner.Name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var started = NullVm.Start(folder, NetworkPlan.TapOf(input.Owner.Slot), programs, restore);
        if (started.TryGetError(out var error, out var vm))
        {
            Directory.Delete(folder, recursive: true);
            return new LobsterError(VmErrors.StartFailed, error.Message, Cause: error);
        }

        vms[input.Owner.Id] = vm;
        await Task.CompletedTask.WaitAsync(cancellationToken);
        return vm.Identity;
    }

    // By what the run folder says, so a service that was restarted finds what the one before it started.
    private Result<NullVm, LobsterError> Find(VmOwner owner)
    {
        if (vms.TryGetValue(owner.Id, out var known) && !known.HasExited) return known;
        if (NullVm.Reopen(paths.VmOf(owner.Name)).TryGetError(out var gone, out var vm))
            return new LobsterError(VmErrors.NotRunning, $"tenant {owner.Name} has no machine", Cause: gone);
        vms[owner.Id] = vm;
        return vm;
    }
}
