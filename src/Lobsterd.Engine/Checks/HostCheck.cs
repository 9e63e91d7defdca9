using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>One look at what all tenants share.</summary>
public abstract class HostCheck(HealthCheck about)
{
    /// <summary>What it means, needs and is answered by.</summary>
    public HealthCheck About => about;

    /// <summary>Looks; changes nothing, and comes back in its bound.</summary>
    public abstract Task<Observation> LookAsync(CancellationToken cancellationToken);
}
