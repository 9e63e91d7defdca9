using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Everything that is decided before a tenant wakes.</summary>
/// <param name="Tenant">The entry as it is while the tenant sleeps.</param>
/// <param name="Workload">What its agent is told to run where it has to boot.</param>
public sealed record ResumePlan(Tenant Tenant, WorkloadSpec Workload);
