namespace Lobsterd.Engine.Commands.Restore;

/// <summary>The steps that replace a disk, in their order.</summary>
/// <param name="Keep">Copies the old one.</param>
/// <param name="Swap">Puts the new one in its place.</param>
/// <param name="Seal">Makes a snap of the copy.</param>
/// <param name="Drop">Removes the old one.</param>
public sealed record RestoreDiskSteps(KeepStep Keep, SwapStep Swap, KeptSealStep Seal, DropStep Drop);
