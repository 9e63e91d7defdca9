namespace Lobsterd.Protocol.Reef;

/// <summary>A token of the API, without the token itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="Tenants">A pattern of the tenants that they may do it to; null for all.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="ExpiresAt">When it ends (UTC); null for never.</param>
/// <param name="LastUsedAt">When it was used last, to the hour (UTC); null for never.</param>
public sealed record ApiTokenBody(
    string Name, IReadOnlyList<string> Scopes, string? Tenants, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
