namespace Lobsterd.Protocol.Reef;

/// <summary>One line that a workload wrote, or that is kept of its tenant.</summary>
/// <param name="At">When, by the guest's clock (UTC), by the host's for the watchdog's; null for lines of the VMM and the console, which carry none.</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c> or <c>agent</c>; <c>vmm</c>, <c>console</c> and <c>watchdog</c> for those three.</param>
/// <param name="Text">The line.</param>
public sealed record LogBody(DateTimeOffset? At, string Stream, string Text);
