using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the firewall holds exactly what is planned for the tenant.</summary>
public sealed class WallCheck(INetworkReadings network) : TenantCheck(HealthChecks.Wall)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken) =>
        Observation.Of(await network.FaultsOfWallAsync(AttachNetworkInput.Of(tenant), cancellationToken), "its elements are as planned");
}
