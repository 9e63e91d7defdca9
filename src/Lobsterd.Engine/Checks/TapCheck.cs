using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the tenant's TAP is as planned.</summary>
public sealed class TapCheck(INetworkReadings network) : TenantCheck(HealthChecks.Tap)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken) =>
        Task.FromResult(Observation.Of(network.FaultsOfTap(tenant.Owner), $"{NetworkPlan.TapOf(tenant.Slot)} is as planned"));
}
