using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Health;

/// <summary>Reads edge and Caddy back. Starts nothing and changes nothing.</summary>
public interface IFrontReadings
{
    /// <summary>What is wrong with the edge as a process; none when it answers.</summary>
    Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfEdgeAsync(CancellationToken cancellationToken);

    /// <summary>Which parts of ours Caddy lacks, or has otherwise; none when all is right.</summary>
    Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfCaddyAsync(CancellationToken cancellationToken);

    /// <summary>A tenant's route in the edge's table; null when it has none.</summary>
    /// <error code="edge.control.unreachable">The edge does not answer.</error>
    Task<Result<EdgeRoute?, LobsterError>> FindRouteAsync(TenantName tenant, CancellationToken cancellationToken);
}
