using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Writes down that there is no VM and that the disk is whole.</summary>
public sealed class StoppedStep(RegistryBook registry) : SagaStep<Tenant, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "stopped";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(Tenant input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Name, input.Id, tenant => tenant with
            {
                Observed = ObservedState.Stopped,
                Reason = null,
                Vm = null,
            }),
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>There is nothing to undo: a stop goes forward only.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(Tenant input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
