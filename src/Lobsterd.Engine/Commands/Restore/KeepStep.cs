using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Copies the disk that is about to be replaced, where it is to be kept; nobody writes to it.</summary>
public sealed class KeepStep(ISnaps snaps) : SagaStep<RestorePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "keep";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(RestorePlan input, CancellationToken cancellationToken)
    {
        if (input.Kept is not { } kept) return Nothing.Value;
        if ((await snaps.PrepareAsync(kept, cancellationToken)).TryGetError(out var error, out _)) return error;
        return (await snaps.CopyAsync(kept, cancellationToken)).Map(() => Nothing.Value);
    }

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(RestorePlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(input.Kept is { } kept ? snaps.Remove(kept.TenantId, kept.Id) : UnitResult.Success<LobsterError>());
}
