using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Firecracker.Saved;

namespace Lobsterd.Host.Hypervisors.Firecracker;

public sealed partial class FirecrackerHypervisor
{
    private const string State = "state";
    private const string Memory = "memory";

    /// <inheritdoc/>
    public async Task<Result<VmProcess, LobsterError>> RestoreAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(input.Owner)).TryGetValue(out var running)) return running.Process;
        if (SavedFile.Read(files.StatePath).TryGetError(out var error, out var saved)) return error;
        if ((await programs.GetAsync(cancellationToken)).TryGetError(out error, out var install)) return error;
        if (Misfit(saved.Passport, install, input) is { } why) return new LobsterError(VmErrors.StateUnusable, $"the saved state does not fit: {why}");
        if (new FileInfo(files.MemoryPath) is not { Exists: true, LinkTarget: null } memory || memory.Length != (long)input.Size.MemoryMib << 20)
            return new LobsterError(VmErrors.StateUnusable, $"{files.MemoryPath} is not the memory that was saved");
        if ((await images.BootFilesAsync(input.Image, cancellationToken)).TryGetError(out error, out var boot)) return error;

        var plan = new FirecrackerPlan(
            input,
            install,
            [new(boot.RootImage, FirecrackerMachine.Image), new(files.MemoryPath, Memory)],
            [FirecrackerMachine.Load("/" + State, "/" + Memory, input.Owner.Slot), .. FirecrackerMachine.Bound(input.Rates)])
        {
            State = saved.State,
        };
        return await StartAsync(plan, cancellationToken).Map(vm => vm.Process);
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> FitsAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if (SavedFile.Read(files.StatePath).TryGetError(out var error, out var saved)) return error;
        if ((await programs.GetAsync(cancellationToken)).TryGetError(out error, out var install)) return error;
        return Misfit(saved.Passport, install, input) is { } why
            ? new LobsterError(VmErrors.StateUnusable, $"the saved state does not fit: {why}")
            : UnitResult.Success<LobsterError>();
    }

    /// <summary>A snapshot of Firecracker's stands on nothing but its own files.</summary>
    public Task<UnitResult<LobsterError>> CheckBaseAsync(SnapshotFiles files, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());

    private static string? Misfit(SavedFirecracker saved, FirecrackerInstall install, BootVmInput input) =>
        saved.Size != input.Size ? "it was saved from a VM of another size"
        : saved.Image != input.Image ? "it was saved from a VM of another image"
        : saved.Firecracker != install.Version.ToString() ? $"it was saved by Firecracker {saved.Firecracker}, and this host has {install.Version}"
        : saved.Cpu != CpuModel.Value ? "it was saved on another kind of CPU"
        : null;
}
