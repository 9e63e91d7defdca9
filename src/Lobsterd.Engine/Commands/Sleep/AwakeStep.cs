using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Writes down that the tenant runs.</summary>
public sealed class AwakeStep(RegistryBook registry) : SagaStep<AwakeInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(AwakeInput input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, tenant => tenant with
            {
                Desired = DesiredState.Running,
                Observed = ObservedState.Running,
                Reason = null,
                Due = null,
                Proof = null,
                Vm = input.Vm,
            }),
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>There is nothing to undo: the first step's undo says what the tenant is.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(AwakeInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
