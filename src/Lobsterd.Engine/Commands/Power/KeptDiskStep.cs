using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Finds the tenant's own disk. It never makes one: a lost disk must be told, not replaced by an empty one.</summary>
public sealed class KeptDiskStep(IOverlays overlays) : SagaStep<EnsureOverlayInput, DiskOutput>
{
    /// <inheritdoc/>
    public override string Name => "disk";

    /// <inheritdoc/>
    public override async Task<Result<DiskOutput, LobsterError>> DoAsync(EnsureOverlayInput input, CancellationToken cancellationToken)
    {
        // Refused where there is none; what is there is then checked and kept as it is.
        if ((await overlays.FlushAsync(input.Owner, cancellationToken)).TryGetError(out var error)) return error;
        return (await overlays.EnsureAsync(input, cancellationToken)).Map(path => new DiskOutput(path));
    }

    /// <summary>The disk stays, whatever fails.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(EnsureOverlayInput input, DiskOutput? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
