using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Writes down what is wanted before anything is stopped: whatever happens from here on, the tenant is not taken for one that broke.</summary>
public sealed class StoppingStep(RegistryBook registry, HypervisorSet hypervisors) : SagaStep<StoppingInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "stopping";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(StoppingInput input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, tenant => tenant with
            {
                Desired = input.Desired,
                Observed = ObservedState.Stopping,
                Reason = null,
            }),
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>A restart that fails leaves no VM of which nobody knows how far it was shut down.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(StoppingInput input, Nothing? output, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;
        if ((await driver.KillAsync(input.Tenant.Owner, cancellationToken)).TryGetError(out error)) return error;
        return await PowerEntries.FailAsync(registry, input.Tenant, "its restart did not succeed", cancellationToken);
    }
}
