using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Writes down that the tenant shall run and that its VM is being made.</summary>
public sealed class StartingStep(RegistryBook registry) : SagaStep<Tenant, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "starting";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(Tenant input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Name, input.Id, tenant => tenant with
            {
                Desired = DesiredState.Running,
                Observed = ObservedState.Starting,
                Reason = null,
                Vm = null,

                // The plan's: a restart may be what gives the tenant another size.
                Size = input.Size,
            }),
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>The tenant stays and has failed: the steps after this one have removed its VM, and its disk is never touched.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(Tenant input, Nothing? output, CancellationToken cancellationToken) =>
        PowerEntries.FailAsync(registry, input, "its start did not succeed", cancellationToken);
}
