using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Takes the copy's hash, flushes it and gives it its name: from here on it is a snap.</summary>
public sealed class SnapSealStep(ISnaps snaps) : SagaStep<SnapSealInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "seal";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SnapSealInput input, CancellationToken cancellationToken) =>
        (await snaps.SealAsync(input.Draft, cancellationToken)).Map(_ => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(SnapSealInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(snaps.Remove(input.Draft.TenantId, input.Draft.Id));
}
