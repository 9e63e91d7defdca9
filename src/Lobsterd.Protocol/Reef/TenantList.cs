namespace Lobsterd.Protocol.Reef;

/// <summary>All tenants, by name.</summary>
/// <param name="Tenants">The tenants.</param>
public sealed record TenantList(IReadOnlyList<TenantBody> Tenants);
