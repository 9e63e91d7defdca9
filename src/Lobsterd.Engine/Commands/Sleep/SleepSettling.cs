using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Decides what a tenant is that was falling asleep or waking when the host went down. The files alone say it: a whole state that nothing
/// has run from is the tenant; otherwise its disk is.</summary>
public sealed class SleepSettling(RegistryBook registry, ISleepStore store, HypervisorSet hypervisors, EventBook events)
{
    private const string Lost = "the host went down while it was falling asleep or waking; its disk is whole";

    /// <summary>Decides, and writes it down.</summary>
    /// <returns>The entry as it is now.</returns>
    public async Task<Result<Tenant, LobsterError>> SettleAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var sleeps = store.Find(tenant.Owner).TryGetValue(out var state) && !state.IsBegun;
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;

        // No journal speaks for what may still be there of its VM, so nothing of it is to be kept beside the state or the next boot.
        if ((await driver.KillAsync(tenant.Owner, cancellationToken)).TryGetError(out error)) return error;
        _ = events.Add("tenant.settled", tenant.Name.Value, "service", sleeps ? "its saved state is whole: it sleeps" : Lost);
        return await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => sleeps
                ? entry with { Desired = DesiredState.Suspended, Observed = ObservedState.Suspended, Reason = null, Vm = null }
                : entry with { Desired = DesiredState.Running, Observed = ObservedState.Failed, Reason = Lost, Vm = null }),
            cancellationToken);
    }
}
