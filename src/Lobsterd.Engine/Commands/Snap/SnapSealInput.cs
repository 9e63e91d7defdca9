namespace Lobsterd.Engine.Commands.Snap;

/// <summary>What <see cref="SnapSealStep"/> seals.</summary>
/// <param name="Draft">The snap, with all that is known of it but its hash.</param>
public sealed record SnapSealInput(Domain.Snapshots.Snap Draft);
