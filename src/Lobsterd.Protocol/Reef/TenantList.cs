namespace Lobsterd.Protocol.Reef;

/// <summary>Tenants, by name.</summary>
/// <param name="Tenants">The tenants.</param>
/// <param name="Next">What a client sends as <c>cursor</c> to get the next ones; null when these are the last.</param>
public sealed record TenantList(IReadOnlyList<TenantBody> Tenants, string? Next = null);
