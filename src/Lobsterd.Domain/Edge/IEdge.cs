using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Edge;

/// <summary>The edge process and the Caddy in front of it, as the service sees them.</summary>
public interface IEdge
{
    /// <summary>Starts edge and Caddy where they do not run, and gives Caddy our server. Safe to repeat.</summary>
    /// <error code="edge.start.failed">One of them could not be started; the message holds its last words.</error>
    Task<UnitResult<LobsterError>> EnsureUpAsync(CancellationToken cancellationToken);

    /// <summary>Takes our server out of Caddy, and ends the edge and the Caddy that we started. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> TearDownAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the whole table; the service does this when it starts.</summary>
    Task<UnitResult<LobsterError>> ReplaceAsync(IReadOnlyList<EdgeRoute> routes, CancellationToken cancellationToken);

    /// <summary>Adds or changes one route; done when the edge has acknowledged it and listens on its published ports.</summary>
    /// <error code="edge.publish.taken">A published port is taken.</error>
    /// <error code="edge.publish.privileged">A published port is privileged on this host.</error>
    Task<UnitResult<LobsterError>> PublishAsync(EdgeRoute route, CancellationToken cancellationToken);

    /// <summary>Removes one route. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> WithdrawAsync(TenantName tenant, CancellationToken cancellationToken);
}
