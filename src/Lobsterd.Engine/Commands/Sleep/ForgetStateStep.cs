using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Removes the saved state of a tenant that runs again.</summary>
public sealed class ForgetStateStep(ISleepStore store) : SagaStep<ResumePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "clear";

    /// <inheritdoc/>
    public override Task<Result<Nothing, LobsterError>> DoAsync(ResumePlan input, CancellationToken cancellationToken)
    {
        // What cannot be removed is marked, so it is never loaded, and goes with the next one that is saved.
        _ = store.Remove(input.Tenant.Owner);
        return Task.FromResult(Result.Success<Nothing, LobsterError>(Nothing.Value));
    }

    /// <summary>There is nothing to undo: it never fails.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(ResumePlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
