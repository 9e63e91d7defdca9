using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the tenant's TAP is as planned.</summary>
public sealed class TapCheck(INetworkReadings network) : TenantCheck(HealthChecks.Tap)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken) =>
        Task.FromResult(Observation.Of(network.FaultsOfTap(look.Tenant.Owner), $"{NetworkPlan.TapOf(look.Tenant.Slot)} is as planned"));
}
