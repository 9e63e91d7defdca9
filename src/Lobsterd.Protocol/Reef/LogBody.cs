namespace Lobsterd.Protocol.Reef;

/// <summary>One line that a workload wrote.</summary>
/// <param name="At">When, by the guest's clock (UTC); null for lines of the VMM and the console, which carry none.</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c> or <c>agent</c>; <c>vmm</c> and <c>console</c> for those two.</param>
/// <param name="Text">The line.</param>
public sealed record LogBody(DateTimeOffset? At, string Stream, string Text);
