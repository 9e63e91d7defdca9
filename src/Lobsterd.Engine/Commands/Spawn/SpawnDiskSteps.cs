namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>The steps that make a disk and make it last.</summary>
/// <param name="Make">Makes it.</param>
/// <param name="Flush">Waits until it is durable.</param>
public sealed record SpawnDiskSteps(DiskStep Make, FlushStep Flush);
