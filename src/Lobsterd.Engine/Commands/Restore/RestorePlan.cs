using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>What happens to a tenant's disk while its VM is stopped, and how the VM is started again.</summary>
/// <param name="Tenant">The tenant as it was.</param>
/// <param name="Workload">What its agent runs.</param>
public sealed record RestorePlan(Tenant Tenant, WorkloadSpec Workload) : StartPlan(Tenant, Workload)
{
    /// <summary>The snap whose disk it gets; null where it keeps its own.</summary>
    public Domain.Snapshots.Snap? Snap { get; init; }

    /// <summary>The snap that is made of the disk that it had; null for none.</summary>
    public Domain.Snapshots.Snap? Kept { get; init; }
}
