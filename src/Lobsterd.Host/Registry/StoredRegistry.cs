namespace Lobsterd.Host.Registry;

/// <summary><c>registry.json</c>, schema 3.</summary>
internal sealed record StoredRegistry
{
    public required int Schema { get; init; }

    public required long Generation { get; init; }

    public required int NextSlot { get; init; }

    public required IReadOnlyList<StoredFreedSlot> Freed { get; init; }

    public required IReadOnlyList<StoredTenant> Tenants { get; init; }
}
