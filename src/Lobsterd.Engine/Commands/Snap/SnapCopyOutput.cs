namespace Lobsterd.Engine.Commands.Snap;

/// <summary>What <see cref="SnapCopyStep"/> leaves.</summary>
/// <param name="FrozenMs">How long the guest's writers were held back, in milliseconds; 0 where there was no guest.</param>
public sealed record SnapCopyOutput(double FrozenMs);
