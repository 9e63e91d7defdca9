namespace Lobsterd.Engine.Commands.Snap;

/// <summary>The steps that make a snap, in their order.</summary>
/// <param name="Prepare">Copies what can be copied early.</param>
/// <param name="Copy">Copies the rest, while nothing changes.</param>
/// <param name="Seal">Makes a snap of it.</param>
public sealed record SnapSteps(SnapPrepareStep Prepare, SnapCopyStep Copy, SnapSealStep Seal);
