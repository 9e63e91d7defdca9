namespace Lobsterd.Host.Access;

/// <summary>A token as the file has it.</summary>
internal sealed record StoredToken
{
    public required string Name { get; init; }

    public required string Hash { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public string? Tenants { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
