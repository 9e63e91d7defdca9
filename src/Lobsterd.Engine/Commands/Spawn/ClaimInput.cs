using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>What <see cref="ClaimStep"/> tells the agent, but for entropy and time, which are fresh each time.</summary>
/// <param name="Tenant">The registry entry with its slot.</param>
/// <param name="Workload">What the agent runs.</param>
/// <param name="Vm">The VMM whose guest it is.</param>
public sealed record ClaimInput(Tenant Tenant, WorkloadSpec Workload, VmProcess Vm);
