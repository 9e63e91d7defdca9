using Lobsterd.Domain.Health;
using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the VMM answers on its control socket, and the VM's processors run.</summary>
public sealed class ControlCheck(HypervisorSet hypervisors) : TenantCheck(HealthChecks.Control)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        var tenant = look.Tenant;
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var none, out var driver)) return Observation.Unknown(none.FullMessage);
        if ((await driver.AreCpusRunningAsync(tenant.Owner, cancellationToken)).TryGetError(out var error, out var isRunning)) return Observation.Failed(error.FullMessage);
        return isRunning ? Observation.Healthy("it answers, and the processors run") : Observation.Failed("the VM's processors stand still");
    }
}
