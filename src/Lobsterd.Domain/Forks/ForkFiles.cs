using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Domain.Forks;

/// <summary>What copies of a tenant are made from: its VM and its disk of one instant.</summary>
/// <param name="Snapshot">Memory and devices.</param>
/// <param name="OverlayPath">Absolute path of the disk; the file is not to be written.</param>
public sealed record ForkFiles(SnapshotFiles Snapshot, string OverlayPath);
