using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Writes down that the VM is being stopped: a host that dies from here on finds a tenant without one.</summary>
public sealed class StoppingStep(RegistryBook registry) : SagaStep<RestorePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "mark";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(RestorePlan input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, tenant => tenant with { Observed = ObservedState.Stopping, Reason = null, Vm = null }),
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>Writes down that it runs as it did. Whether that is so is the command's to see.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(RestorePlan input, Nothing? output, CancellationToken cancellationToken) =>
        await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, tenant => tenant with { Observed = input.Tenant.Observed, Vm = input.Tenant.Vm }),
            cancellationToken);
}
