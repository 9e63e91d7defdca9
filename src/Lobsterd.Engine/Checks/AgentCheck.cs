using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the agent answers, and to the tenant's token.</summary>
/// <remarks>What does not answer is asked once more, over a connection of its own: what follows from this check is the end of a running VM, and one answer
/// that comes late on a busy host is no reason for that.</remarks>
public sealed class AgentCheck(IAgents agents) : TenantCheck(HealthChecks.Agent)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var answer = await agents.StatsAsync(tenant.Owner, tenant.AgentToken, cancellationToken);
        if (answer.TryGetError(out var first, out _) && first.Code == AgentErrors.Unreachable)
            answer = await agents.StatsAsync(tenant.Owner, tenant.AgentToken, cancellationToken);

        return answer.TryGetError(out var error, out _)
            ? Observation.Failed(error.FullMessage)
            : Observation.Healthy("it answers to its token");
    }
}
