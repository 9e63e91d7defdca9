namespace Lobsterd.Protocol.Reef;

/// <summary>One line that some tenant's workload wrote.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="At">When, by its guest's clock (UTC).</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c> or <c>agent</c>.</param>
/// <param name="Text">The line.</param>
public sealed record TenantLogBody(string Tenant, DateTimeOffset At, string Stream, string Text);
