using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Repair;

/// <summary>Sets the guest's clock.</summary>
public sealed class ClockRepair(IAgents agents) : TenantRepair(HealthRepairs.Clock)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken) =>
        agents.SetClockAsync(tenant.Owner, tenant.AgentToken, cancellationToken);
}
