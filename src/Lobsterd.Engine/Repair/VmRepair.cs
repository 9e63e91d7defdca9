using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Repair;

/// <summary>Makes the VM what it shall be: one that shall run is restarted with its disk, one that shall be off is ended.</summary>
/// <remarks>It runs as a saga of <see cref="PowerSagas"/>, not as a step of <see cref="RepairSaga"/>: a restart has a journal of its own,
/// and a service that comes after goes on with that, once.</remarks>
public sealed class VmRepair(PowerActs acts, TimeProvider clock)
{
    /// <summary>Does it; the caller holds the tenant's lock.</summary>
    /// <error code="tenant.state.not-running">It sleeps, or a command that is stuck has it in hand: neither is helped by another VM.</error>
    /// <error code="workload.name.unknown">Its workload is no longer configured; nothing was done.</error>
    public async Task<UnitResult<LobsterError>> RunAsync(Tenant tenant, RepairOccasion occasion, IProgress<SagaProgress> progress)
    {
        if (ActFor(tenant) is not { } act)
            return new LobsterError(TenantErrors.NotRunning, $"tenant {tenant.Name} is {StateNames.Of(tenant.Observed)}: its VM is not for a repair to restart");
        var wanted = new PowerOccasion(Guid.CreateVersion7(clock.GetUtcNow()), occasion.Actor, occasion.IsAgentAnswering);
        return (await acts.RunAsync(act, tenant, wanted, progress)).TryGetError(out var error, out _) ? error : UnitResult.Success<LobsterError>();
    }

    // What was begun and is stuck is its journal's: a VM beside a half made, half saved or half removed tenant is one too many.
    private static PowerAct? ActFor(Tenant tenant) => tenant switch
    {
        { Observed: not (ObservedState.Running or ObservedState.Failed or ObservedState.Stopped or ObservedState.Starting or ObservedState.Stopping) } => null,
        { Desired: DesiredState.Running } => PowerAct.Restart,
        { Desired: DesiredState.Stopped } => PowerAct.Stop,
        _ => null,
    };
}
