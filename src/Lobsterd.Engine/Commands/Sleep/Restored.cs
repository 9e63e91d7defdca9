using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="RestoreStep"/> leaves.</summary>
/// <param name="Process">The VMM with the loaded, paused VM; null when the saved state was not loaded.</param>
/// <param name="Failure">Why it was not; null when it was.</param>
public sealed record Restored(VmProcess? Process, string? Failure);
