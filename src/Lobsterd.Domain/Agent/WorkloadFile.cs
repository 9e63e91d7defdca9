namespace Lobsterd.Domain.Agent;

/// <summary>A file that a workload finds in its guest.</summary>
/// <param name="Path">Absolute, without a dot as a part.</param>
/// <param name="Mode">Permission bits, at most 0777.</param>
/// <param name="Content">What it holds.</param>
public sealed record WorkloadFile(string Path, int Mode, string Content);
