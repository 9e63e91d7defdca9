using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Gives up what a sleeping tenant was saved as, before its disk goes on without it: a memory loaded beside a newer disk would destroy that disk.</summary>
/// <remarks>It is marked first, durably, so that it is never loaded; what then cannot be removed is litter, and goes with the next state that is saved.</remarks>
public sealed class SpentStateStep(ISleepStore store) : SagaStep<Tenant, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "state";

    /// <inheritdoc/>
    public override Task<Result<Nothing, LobsterError>> DoAsync(Tenant input, CancellationToken cancellationToken)
    {
        var marked = store.MarkBegun(input.Owner);
        if (marked.IsSuccess) _ = store.Remove(input.Owner);
        return Task.FromResult(marked.Map(() => Nothing.Value));
    }

    /// <summary>There is nothing to undo: what is given up stays so.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(Tenant input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
