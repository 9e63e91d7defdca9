using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;

namespace Lobsterd.Engine.Repair;

/// <summary>Stops and starts the workload.</summary>
public sealed class WorkloadRepair(IAgents agents, WorkloadCatalogue workloads) : TenantRepair(HealthRepairs.Workload)
{
    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var (owner, token) = (tenant.Owner, tenant.AgentToken);
        if ((await agents.StopWorkloadAsync(owner, token, cancellationToken)).TryGetError(out var error)) return error;
        if ((await agents.StartWorkloadAsync(owner, token, cancellationToken)).TryGetError(out error)) return error;
        return await agents.WaitWorkloadAsync(owner, token, workloads.ReadyWithin(tenant), cancellationToken);
    }
}
