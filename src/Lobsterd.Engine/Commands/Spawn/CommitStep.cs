using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Writes down that the tenant runs.</summary>
public sealed class CommitStep(RegistryBook registry) : SagaStep<CommitInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "commit";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(CommitInput input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Name, input.Id, tenant => tenant with
            {
                Observed = ObservedState.Running,
                Reason = null,
                Vm = input.Vm,
            }),
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>There is nothing to undo: the entry goes with <c>reserve</c>.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(CommitInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
