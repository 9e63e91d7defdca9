using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Forks;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Removes what the copies were made from.</summary>
public sealed class ForkClearStep(IForkStore store) : SagaStep<ForkPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "clear";

    /// <inheritdoc/>
    public override Task<Result<Nothing, LobsterError>> DoAsync(ForkPlan input, CancellationToken cancellationToken)
    {
        // What cannot be removed now goes with the next fork, with the next start of the service, or with the tenant.
        _ = store.Remove(input.Source.Owner);
        return Task.FromResult(Result.Success<Nothing, LobsterError>(Nothing.Value));
    }

    /// <summary>There is nothing to undo: it never fails.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(ForkPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
