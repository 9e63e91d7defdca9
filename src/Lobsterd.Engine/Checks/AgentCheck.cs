using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the agent answers, and to the tenant's token.</summary>
public sealed class AgentCheck(IAgents agents) : TenantCheck(HealthChecks.Agent)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken) =>
        (await agents.StatsAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out var error, out _)
            ? Observation.Failed(error.FullMessage)
            : Observation.Healthy("it answers to its token");
}
