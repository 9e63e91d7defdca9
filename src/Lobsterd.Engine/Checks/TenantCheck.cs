using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>One look at a tenant.</summary>
public abstract class TenantCheck(HealthCheck about)
{
    /// <summary>What it means, needs and is answered by.</summary>
    public HealthCheck About => about;

    /// <summary>Looks; changes nothing, and comes back in its bound.</summary>
    /// <param name="look">Whom it looks at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken);
}
