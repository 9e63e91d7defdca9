namespace Lobsterd.Protocol.Reef;

/// <summary>A tenant with what it costs and does.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Stats">Its figures.</param>
/// <param name="LastEvent">What last happened to it since the service started; null for nothing.</param>
public sealed record UsageBody(TenantBody Tenant, StatsBody Stats, EventBody? LastEvent);
