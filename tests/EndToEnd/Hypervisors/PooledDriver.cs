using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>A QEMU driver behind which one waits before each restore, as the service's keeper would have it.</summary>
internal sealed class PooledDriver(QemuHypervisor qemu) : IHypervisor, IAsyncDisposable
{
    internal IVmmPool Pool => qemu.Pool;

    internal ISpareMemory Spare => qemu.Spare;

    public HypervisorName Name => qemu.Name;

    public Task<Result<VmProcess, LobsterError>> BootAsync(BootVmInput input, CancellationToken cancellationToken) => qemu.BootAsync(input, cancellationToken);

    public async Task<Result<VmProcess, LobsterError>> RestoreAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        return await qemu.RestoreAsync(input, files, cancellationToken);
    }

    /// <summary>Has as many wait as were wanted, one at most.</summary>
    internal async Task FillAsync(CancellationToken cancellationToken)
    {
        while ((await Pool.AdjustAsync(1, cancellationToken)).Value)
        {
        }
    }

    public Task<UnitResult<LobsterError>> FitsAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken) => qemu.FitsAsync(input, files, cancellationToken);

    public Task<UnitResult<LobsterError>> CheckBaseAsync(SnapshotFiles files, CancellationToken cancellationToken) => qemu.CheckBaseAsync(files, cancellationToken);

    public Task<UnitResult<LobsterError>> PauseAsync(VmOwner owner, CancellationToken cancellationToken) => qemu.PauseAsync(owner, cancellationToken);

    public Task<UnitResult<LobsterError>> ResumeAsync(VmOwner owner, CancellationToken cancellationToken) => qemu.ResumeAsync(owner, cancellationToken);

    public Task<UnitResult<LobsterError>> SnapshotAsync(VmOwner owner, SnapshotFiles files, CancellationToken cancellationToken) => qemu.SnapshotAsync(owner, files, cancellationToken);

    public Task<UnitResult<LobsterError>> KillAsync(VmOwner owner, CancellationToken cancellationToken) => qemu.KillAsync(owner, cancellationToken);

    public Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded, CancellationToken cancellationToken) => qemu.AdoptAsync(owner, recorded, cancellationToken);

    public Task<VmExit> WaitForExitAsync(VmOwner owner, CancellationToken cancellationToken) => qemu.WaitForExitAsync(owner, cancellationToken);

    public Task<Result<bool, LobsterError>> AreCpusRunningAsync(VmOwner owner, CancellationToken cancellationToken) => qemu.AreCpusRunningAsync(owner, cancellationToken);

    public Task<Result<VmStats, LobsterError>> StatsAsync(VmOwner owner, CancellationToken cancellationToken) => qemu.StatsAsync(owner, cancellationToken);

    public ValueTask DisposeAsync() => qemu.DisposeAsync();
}
