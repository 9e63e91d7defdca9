using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>One look at a tenant.</summary>
public abstract class TenantCheck(HealthCheck about)
{
    /// <summary>What it means, needs and is answered by.</summary>
    public HealthCheck About => about;

    /// <summary>Looks; changes nothing, and comes back in its bound.</summary>
    /// <param name="tenant">Its entry as it stands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken);
}
