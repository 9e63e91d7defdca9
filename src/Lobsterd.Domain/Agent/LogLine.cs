namespace Lobsterd.Domain.Agent;

/// <summary>One line that a workload wrote.</summary>
/// <param name="At">When the agent read it, by the guest's clock.</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c>, or <c>agent</c> for the agent's own remarks.</param>
/// <param name="Text">The line without its end, at most 8 KiB, control characters as they came.</param>
public sealed record LogLine(DateTimeOffset At, string Stream, string Text);
