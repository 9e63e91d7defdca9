using System.Collections.Immutable;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Registry;

/// <summary>One generation of the registry: immutable, so readers never wait for writers.</summary>
public sealed record RegistrySnapshot
{
    /// <summary>The schema version that this lobsterd writes.</summary>
    public const int CurrentSchema = 5;

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

    /// <summary>Every tenant that is other than in another generation, in the order of names: as it is there and as it is here; null where there is none. It costs one
    /// walk over both and no more, so whoever follows the registry can have it at each change.</summary>
    /// <param name="earlier">The other generation.</param>
    public IEnumerable<(Tenant? Before, Tenant? Now)> ChangesSince(RegistrySnapshot earlier)
    {
        if (ReferenceEquals(Tenants, earlier.Tenants)) yield break;
        using ImmutableSortedDictionary<TenantName, Tenant>.Enumerator old = earlier.Tenants.GetEnumerator(), current = Tenants.GetEnumerator();
        var (hasOld, hasCurrent) = (old.MoveNext(), current.MoveNext());
        while (hasOld || hasCurrent)
        {
            var order = (hasOld, hasCurrent) switch
            {
                (false, _) => 1,
                (_, false) => -1,
                // A tenant that did not change is the same object, and most did not.
                _ when ReferenceEquals(old.Current.Value, current.Current.Value) => 0,
                _ => old.Current.Key.CompareTo(current.Current.Key),
            };
            var (before, now) = (order <= 0 ? old.Current.Value : null, order >= 0 ? current.Current.Value : null);
            if (!ReferenceEquals(before, now)) yield return (before, now);
            if (order <= 0) hasOld = old.MoveNext();
            if (order >= 0) hasCurrent = current.MoveNext();
        }
    }
}
