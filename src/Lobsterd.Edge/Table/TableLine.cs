using System.Text.Json.Serialization;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Table;

/// <summary>One line of the table file; the member <c>line</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Head), "head")]
[JsonDerivedType(typeof(Put), "put")]
[JsonDerivedType(typeof(Drop), "drop")]
internal abstract record TableLine
{
    private TableLine() { }

    /// <summary>The first line.</summary>
    /// <param name="Schema">The file's own version, <see cref="TableFile.Schema"/>.</param>
    /// <param name="Version">The table's version when the file was begun.</param>
    public sealed record Head(int Schema, long Version) : TableLine;

    /// <summary>A route that is added, or that takes the place of the tenant's former one.</summary>
    /// <param name="Route">The route.</param>
    /// <param name="Version">The table's version from then on.</param>
    public sealed record Put(EdgeTableEntry Route, long Version) : TableLine;

    /// <summary>A route that is removed.</summary>
    /// <param name="Tenant">Whose.</param>
    /// <param name="Version">The table's version from then on.</param>
    public sealed record Drop(string Tenant, long Version) : TableLine;
}
