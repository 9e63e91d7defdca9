namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>Writes a paused VM down.</summary>
/// <param name="SnapshotPath">Where its devices go, as a path in the jail.</param>
/// <param name="MemFilePath">Where its memory goes. A file of the same size is written in place, so it must be nobody else's.</param>
/// <param name="SnapshotType"><c>Full</c>: all of its memory.</param>
internal sealed record SnapshotCreate(string SnapshotPath, string MemFilePath, string SnapshotType = "Full");
