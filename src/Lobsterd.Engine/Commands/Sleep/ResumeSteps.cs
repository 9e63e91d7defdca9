namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>The steps that make a VM of a saved state.</summary>
/// <param name="Network">Makes sure of its network.</param>
/// <param name="Restore">Loads it.</param>
/// <param name="Wake">Lets it run, or boots it.</param>
public sealed record ResumeSteps(ReattachStep Network, RestoreStep Restore, WakeStep Wake);
