using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Makes a snap of what <see cref="KeepStep"/> copied; the VM runs again by then.</summary>
public sealed class KeptSealStep(ISnaps snaps) : SagaStep<RestorePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "seal";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(RestorePlan input, CancellationToken cancellationToken) =>
        input.Kept is { } kept ? (await snaps.SealAsync(kept, cancellationToken)).Map(_ => Nothing.Value) : Nothing.Value;

    /// <summary>There is nothing to undo: the copy is an earlier step's to remove.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(RestorePlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
