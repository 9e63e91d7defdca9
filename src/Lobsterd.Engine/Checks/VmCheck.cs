using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the tenant's VMM runs exactly when it shall, and is the one that was written down.</summary>
public sealed class VmCheck(HypervisorSet hypervisors) : TenantCheck(HealthChecks.Vm)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        var tenant = look.Tenant;
        var state = StateNames.Of(tenant.Observed);
        if (tenant.Desired != DesiredState.Running)
        {
            var isOff = tenant.Observed is ObservedState.Stopped or ObservedState.Suspended && tenant.Vm is null;
            return isOff
                ? Observation.Healthy($"{state}, as it shall be")
                : Observation.Failed($"it is {state} and shall be {StateNames.Of(tenant.Desired)}{(tenant.Reason is { } said ? $": {said}" : "")}");
        }

        if (tenant.Vm is not { } recorded) return Observation.Failed($"no VMM: it is {state}{(tenant.Reason is { } reason ? $": {reason}" : "")}");
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var none, out var driver)) return Observation.Unknown(none.FullMessage);
        return (await driver.AdoptAsync(tenant.Owner, recorded, cancellationToken)).TryGetError(out var error, out var process)
            ? Observation.Failed(error.FullMessage)
            : Observation.Healthy($"process {process.Pid}");
    }
}
