using Lobsterd.Domain.Edge;

namespace Lobsterd.Edge.Table;

/// <summary>A table as it is on disk.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Routes">Its routes, no tenant, host or host port twice.</param>
internal sealed record StoredTable(long Version, IReadOnlyList<EdgeRoute> Routes)
{
    /// <summary>The table of an edge that never had one.</summary>
    public static readonly StoredTable Empty = new(0, []);
}
