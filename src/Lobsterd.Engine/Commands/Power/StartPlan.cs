using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>What is started, or stopped and started.</summary>
/// <param name="Tenant">The entry when it began.</param>
/// <param name="Workload">What the agent runs, as the configuration says it now.</param>
public record StartPlan(Tenant Tenant, WorkloadSpec Workload) : StopPlan(Tenant);
