namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>The steps that put what is a tenant's own on the host's disk, and make it last.</summary>
/// <param name="Make">Makes its disk.</param>
/// <param name="Flush">Waits until that is durable.</param>
/// <param name="Seal">Keeps its secrets.</param>
public sealed record SpawnDiskSteps(DiskStep Make, FlushStep Flush, SealStep Seal);
