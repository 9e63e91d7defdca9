using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Removes the disk that was replaced. From here on there is no way back, so it is the last.</summary>
public sealed class DropStep(IOverlays overlays) : SagaStep<RestorePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "drop";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(RestorePlan input, CancellationToken cancellationToken) =>
        (await overlays.DropReplacedAsync(input.Tenant.Owner, cancellationToken)).Map(() => Nothing.Value);

    /// <summary>There is nothing to undo: what is removed is removed.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(RestorePlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
