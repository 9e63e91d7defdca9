using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Init;
using Lobsterd.Guest.Overlay;
using Lobsterd.Linux.Entropy;
using Lobsterd.Linux.Machine;

namespace Lobsterd.Guest.Machine;

/// <summary>The virtual machine whose PID 1 we are.</summary>
internal sealed class KernelMachine(IOverlay overlay, Orphans orphans, TimeProvider clock) : IMachine
{
    /// <inheritdoc/>
    public UnitResult<LobsterError> Seed(ReadOnlySpan<byte> seed) => KernelRandom.Seed(seed);

    /// <inheritdoc/>
    public UnitResult<LobsterError> RenewIds() => MachineIds.Renew();

    /// <inheritdoc/>
    public Result<MachineProof, LobsterError> Prove() => MachineIds.Prove(clock);

    /// <inheritdoc/>
    public UnitResult<LobsterError> SetClock(DateTimeOffset now) => WallClock.Set(now);

    /// <inheritdoc/>
    public UnitResult<LobsterError> SetHostName(string name) => HostName.Set(name);

    /// <inheritdoc/>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await orphans.EndAllAsync(clock, cancellationToken);

        // The root cannot be unmounted from within. A frozen ext4 is on the disk as an unmounted one is: whole, its journal empty. Nobody
        // is left to be held back by it.
        _ = overlay.Sync();
        _ = overlay.Freeze();
        _ = Power.Restart();
    }
}
