using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the edge runs and answers.</summary>
public sealed class EdgeCheck(IFrontReadings front) : HostCheck(HealthChecks.Edge)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(CancellationToken cancellationToken) =>
        Observation.Of(await front.FaultsOfEdgeAsync(cancellationToken), "it answers");
}
