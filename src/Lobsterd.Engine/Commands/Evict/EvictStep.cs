using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>A step that removes something. There is no way back from it: an eviction goes forward only, so undo does nothing.</summary>
public abstract class EvictStep : SagaStep<EvictPlan, Nothing>
{
    /// <inheritdoc/>
    public sealed override async Task<Result<Nothing, LobsterError>> DoAsync(EvictPlan input, CancellationToken cancellationToken) =>
        (await RemoveAsync(input, cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public sealed override Task<UnitResult<LobsterError>> UndoAsync(EvictPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());

    /// <summary>Removes it; absent already is success.</summary>
    protected abstract Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken);
}
