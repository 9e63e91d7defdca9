namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>The steps that make a VM and give it its identity, in their order.</summary>
/// <param name="Boot">Starts it.</param>
/// <param name="Agent">Waits for its agent.</param>
/// <param name="Claim">Gives it its identity.</param>
/// <param name="Workload">Starts its workload.</param>
public sealed record SpawnVmSteps(VmStep Boot, AgentStep Agent, ClaimStep Claim, WorkloadStep Workload);
