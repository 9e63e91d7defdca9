using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether a VMM holds the tenant's TAP open: one that was deleted and made anew is nobody's until the VM is restarted.</summary>
public sealed class TapHeldCheck(INetworkReadings network) : TenantCheck(HealthChecks.TapHeld)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        var tenant = look.Tenant;
        var tap = NetworkPlan.TapOf(tenant.Slot);
        return Task.FromResult(
            network.IsTapHeld(tenant.Owner).TryGetError(out var error, out var isHeld) ? Observation.Unknown(error.FullMessage)
            : isHeld ? Observation.Healthy($"{tap} has a carrier")
            : Observation.Failed($"no program holds {tap} open"));
    }
}
