namespace Lobsterd.Protocol.Reef;

/// <summary>How a tenant stands in the watchdog's eyes.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="State"><c>unknown</c>, <c>healthy</c>, <c>degraded</c>, <c>failed</c>, <c>recovering</c>, <c>stopped</c>, <c>suspended</c>, <c>maintenance</c>.</param>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reason">Why; empty where the state says all.</param>
/// <param name="Attempts">Repairs tried since it was last well for long enough.</param>
/// <param name="GaveUp">Whether no further repair is tried until an operator acts.</param>
/// <param name="DueAt">When the next look or repair is due (UTC); null when none is.</param>
public sealed record WatchBody(string Tenant, string State, DateTimeOffset Since, string Reason, int Attempts, bool GaveUp, DateTimeOffset? DueAt);
