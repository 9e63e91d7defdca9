using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the guest's file system can be written.</summary>
public sealed class GuestDiskCheck(IAgents agents) : TenantCheck(HealthChecks.GuestDisk)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if ((await agents.StatsAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out var error, out var stats)) return Observation.Unknown(error.FullMessage);

        // An agent of before did not tell; such a guest was never known to be ill.
        return stats.IsDiskReadOnly == true ? Observation.Failed("its file system is read-only") : Observation.Healthy("it can be written");
    }
}
