using Lobsterd.Engine.Commands.Spawn;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>The steps that make a copy's VM and give it its identity, in their order.</summary>
/// <param name="Restore">Restores it.</param>
/// <param name="Reclaim">Gives it its identity.</param>
/// <param name="Workload">Starts its workload, where it does not go on.</param>
public sealed record ForkVmSteps(CopyVmStep Restore, ReclaimStep Reclaim, WorkloadStep Workload);
