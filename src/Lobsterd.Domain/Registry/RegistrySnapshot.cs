using System.Collections.Immutable;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Registry;

/// <summary>One generation of the registry: immutable, so readers never wait for writers.</summary>
public sealed record RegistrySnapshot
{
    /// <summary>The schema version that this lobsterd writes.</summary>
    public const int CurrentSchema = 4;

    /// <summary>An empty registry.</summary>
    public static readonly RegistrySnapshot Empty = new();

    /// <summary>Counts durable writes, from 0; also the entity tag of listings.</summary>
    public long Generation { get; init; }

    /// <summary>All tenants by name.</summary>
    public ImmutableSortedDictionary<TenantName, Tenant> Tenants { get; init; } = ImmutableSortedDictionary<TenantName, Tenant>.Empty;

    /// <summary>Slots freed by eviction, least recently freed first.</summary>
    public ImmutableList<FreedSlot> Freed { get; init; } = [];

    /// <summary>The lowest slot number that was never given out.</summary>
    public int NextSlot { get; init; }
}
