namespace Lobsterd.Protocol.Reef;

/// <summary>Snaps, newest first.</summary>
/// <param name="Snaps">The snaps.</param>
public sealed record SnapList(IReadOnlyList<SnapBody> Snaps);
