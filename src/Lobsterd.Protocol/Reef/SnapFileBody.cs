namespace Lobsterd.Protocol.Reef;

/// <summary>Names the archive of a snap.</summary>
/// <param name="Path">Absolute path on the host. An export makes it, and nothing may be there yet.</param>
public sealed record SnapFileBody(string Path);
