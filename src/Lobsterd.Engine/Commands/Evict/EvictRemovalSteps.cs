namespace Lobsterd.Engine.Commands.Evict;

/// <summary>The steps that run side by side once the VMM is gone.</summary>
/// <param name="Detach">Removes the network.</param>
/// <param name="Wipe">Removes the disk.</param>
/// <param name="Unsnap">Removes the disk's snaps.</param>
public sealed record EvictRemovalSteps(DetachStep Detach, WipeStep Wipe, UnsnapStep Unsnap);
