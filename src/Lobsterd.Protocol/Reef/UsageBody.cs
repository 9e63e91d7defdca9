namespace Lobsterd.Protocol.Reef;

/// <summary>A tenant with what it costs and does.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Stats">Its figures.</param>
/// <param name="LastEvent">What last happened to it since the service started; null for nothing.</param>
public sealed record UsageBody(TenantBody Tenant, StatsBody Stats, EventBody? LastEvent)
{
    /// <summary>What its guest proved when it got its identity; null where its agent is too old to, and in the list of all tenants.</summary>
    public IdentityBody? Identity { get; init; }
}
