using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Edge;

/// <summary>What passes through the edge, for the rule by which tenants fall asleep.</summary>
public interface IEdgeActivity
{
    /// <summary>Every tenant that the edge has a route of, sorted by name.</summary>
    /// <error code="edge.control.unreachable">The edge does not answer; then nobody is known to be idle.</error>
    Task<Result<IReadOnlyList<TenantActivity>, LobsterError>> ReadActivityAsync(CancellationToken cancellationToken);
}
