using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether Caddy serves what it was given.</summary>
public sealed class CaddyCheck(IFrontReadings front) : HostCheck(HealthChecks.Caddy)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(CancellationToken cancellationToken) =>
        Observation.Of(await front.FaultsOfCaddyAsync(cancellationToken), "it has our server");
}
