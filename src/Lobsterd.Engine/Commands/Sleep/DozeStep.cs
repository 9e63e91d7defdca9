using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Writes down, durably, that the tenant is being put to sleep: after a power cut the files decide what became of it.</summary>
public sealed class DozeStep(RegistryBook registry, HypervisorSet hypervisors) : SagaStep<SuspendPlan, Nothing>
{
    private const string Lost = "its VM ended while it was being put to sleep; its disk is whole";

    /// <inheritdoc/>
    public override string Name => "mark";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, tenant => tenant with { Observed = ObservedState.Suspending, Proof = null }),
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>It runs again, if its VM is still there.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Nothing? output, CancellationToken cancellationToken)
    {
        var tenant = input.Tenant;
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;
        var runs = tenant.Vm is { } recorded && (await driver.AdoptAsync(tenant.Owner, recorded, cancellationToken)).IsSuccess;
        return await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => runs
                ? entry with { Desired = DesiredState.Running, Observed = ObservedState.Running, Reason = null, Vm = tenant.Vm }
                : entry with { Desired = DesiredState.Running, Observed = ObservedState.Failed, Reason = Lost, Vm = null }),
            cancellationToken);
    }
}
