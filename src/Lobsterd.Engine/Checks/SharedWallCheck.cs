using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the firewall that all tenants share stands as it was raised.</summary>
public sealed class SharedWallCheck(INetworkReadings network) : HostCheck(HealthChecks.SharedWall)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(CancellationToken cancellationToken) =>
        Observation.Of(await network.FaultsOfSharedWallAsync(cancellationToken), "every chain is as it was raised");
}
