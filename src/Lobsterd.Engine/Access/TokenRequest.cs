using Lobsterd.Domain.Access;

namespace Lobsterd.Engine.Access;

/// <summary>Asks for a token.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="Tenants">The tenants that they may do it to; null for all.</param>
/// <param name="Lifetime">How long it is good; null for ever.</param>
/// <param name="Key">The client's idempotency key; null when it sent none.</param>
public sealed record TokenRequest(string Name, ApiScopes Scopes, TenantGlob? Tenants, TimeSpan? Lifetime, string? Key);
