namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for a token of the API.</summary>
/// <param name="Name">Its name: 1 to 32 lower-case letters, digits and hyphens.</param>
/// <param name="Scopes">What its holder may do: of <c>tenants:read</c>, <c>tenants:write</c>, <c>exec</c>, <c>secrets</c>, <c>host:read</c>, <c>host:write</c>, <c>admin</c>.</param>
/// <param name="Tenants">A pattern of the tenants that they may do it to, e.g. <c>team-*</c>; null for all.</param>
/// <param name="ExpiresInSeconds">How long it is good, at most ten years; null for ever.</param>
public sealed record ApiTokenCreateBody(string Name, IReadOnlyList<string> Scopes, string? Tenants = null, long? ExpiresInSeconds = null);
