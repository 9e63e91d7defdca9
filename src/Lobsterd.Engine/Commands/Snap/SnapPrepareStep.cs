using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Copies what can be copied while the guest still writes, so that little is left for the time in which it may not.</summary>
public sealed class SnapPrepareStep(ISnaps snaps) : SagaStep<SnapPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "prepare";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SnapPlan input, CancellationToken cancellationToken) =>
        (await snaps.PrepareAsync(input.Draft, cancellationToken)).Map(_ => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(SnapPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(snaps.Remove(input.Draft.TenantId, input.Draft.Id));
}
