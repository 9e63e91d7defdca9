using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the firewall holds exactly what is planned for the tenant.</summary>
public sealed class WallCheck(INetworkReadings network) : TenantCheck(HealthChecks.Wall)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken) =>
        Observation.Of(await network.FaultsOfWallAsync(AttachNetworkInput.Of(look.Tenant), cancellationToken), "its elements are as planned");
}
