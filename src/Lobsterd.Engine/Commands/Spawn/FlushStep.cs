using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Waits until the tenant's disk is on stable storage, while its guest boots: what is committed after it outlives a power cut.</summary>
public sealed class FlushStep(IOverlays overlays) : SagaStep<EnsureOverlayInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "flush";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(EnsureOverlayInput input, CancellationToken cancellationToken) =>
        (await overlays.FlushAsync(input.Owner, cancellationToken)).Map(() => Nothing.Value);

    /// <summary>There is nothing to undo: the disk is an earlier step's to remove.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(EnsureOverlayInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
