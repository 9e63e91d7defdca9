namespace Lobsterd.Protocol.Reef;

/// <summary>One line that a workload wrote.</summary>
/// <param name="At">When, by the guest's clock (UTC).</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c> or <c>agent</c>.</param>
/// <param name="Text">The line.</param>
public sealed record LogBody(DateTimeOffset At, string Stream, string Text);
