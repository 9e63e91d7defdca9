namespace Lobsterd.Domain.Access;

/// <summary>Who calls the API, and what they may do.</summary>
/// <param name="Actor">As events name them: <c>uid 0</c>, <c>token ci</c>.</param>
/// <param name="Scopes">What they may do.</param>
/// <param name="Tenants">The tenants that they may do it to; null for all.</param>
public sealed record Caller(string Actor, ApiScopes Scopes, TenantGlob? Tenants = null)
{
    /// <summary>Whether they hold one of some scopes.</summary>
    public bool May(ApiScopes any) => (Scopes & (any | ApiScopes.Admin)) != ApiScopes.None;

    /// <summary>Whether a tenant is theirs to see.</summary>
    public bool MayTouch(string tenant) => Tenants is null || Tenants.Matches(tenant);

    /// <summary>Whether they may see what concerns a tenant, or, where there is none, the host.</summary>
    public bool MaySee(string? tenant) => tenant is null ? May(ApiScopes.HostRead) : MayTouch(tenant);
}
