using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Writes down that the tenant is being evicted; from here on a restarted service goes on with it.</summary>
public sealed class MarkStep(RegistryBook registry) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "mark";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken) =>
        await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, tenant => tenant with
            {
                Desired = DesiredState.Stopped,
                Observed = ObservedState.Evicting,
                Reason = null,
            }),
            cancellationToken);
}
