using Lobsterd.Engine.Commands.Spawn;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>The steps of a start, in their order.</summary>
/// <param name="Mark">Writes down what is wanted.</param>
/// <param name="Disk">Finds the disk.</param>
/// <param name="Network">Makes the network right.</param>
/// <param name="Vm">Boots it and gives it its identity.</param>
/// <param name="Route">Lets requests reach it.</param>
/// <param name="Commit">Writes down that it runs.</param>
public sealed record StartSteps(StartingStep Mark, KeptDiskStep Disk, KeptNetworkStep Network, SpawnVmSteps Vm, RouteStep Route, CommitStep Commit);
