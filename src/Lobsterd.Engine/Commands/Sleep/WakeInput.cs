namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="WakeStep"/> lets run.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Restored">The VM, if its saved state could be loaded.</param>
public sealed record WakeInput(ResumePlan Plan, Restored Restored);
