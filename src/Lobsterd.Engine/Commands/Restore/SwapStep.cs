using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Puts a copy of the snap's disk where the tenant's is; the old one stays beside it until all is well.</summary>
public sealed class SwapStep(IOverlays overlays, ISnaps snaps) : SagaStep<RestorePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "swap";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(RestorePlan input, CancellationToken cancellationToken)
    {
        if (input.Snap is not { } snap) return Nothing.Value;
        var wanted = new EnsureOverlayInput(input.Tenant.Owner, snap.DiskBytes) { Origin = snaps.DiskOf(snap) };
        return (await overlays.ReplaceAsync(wanted, cancellationToken)).Map(() => Nothing.Value);
    }

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(RestorePlan input, Nothing? output, CancellationToken cancellationToken) =>
        overlays.TakeBackReplacedAsync(input.Tenant.Owner, cancellationToken);
}
