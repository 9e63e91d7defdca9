using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Makes the tenant's writable disk.</summary>
public sealed class DiskStep(IOverlays overlays) : SagaStep<EnsureOverlayInput, DiskOutput>
{
    /// <inheritdoc/>
    public override string Name => "disk";

    /// <inheritdoc/>
    public override async Task<Result<DiskOutput, LobsterError>> DoAsync(EnsureOverlayInput input, CancellationToken cancellationToken) =>
        (await overlays.EnsureAsync(input, cancellationToken)).Map(path => new DiskOutput(path));

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(EnsureOverlayInput input, DiskOutput? output, CancellationToken cancellationToken) =>
        overlays.RemoveAsync(input.Owner, cancellationToken);
}
