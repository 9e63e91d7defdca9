using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Edge;

/// <summary>The edge process and the Caddy in front of it, as the service sees them.</summary>
public interface IEdge
{
    /// <summary>Starts edge and Caddy where they do not run, replaces one that runs and says nothing, and gives Caddy our server. Safe to repeat.</summary>
    /// <error code="edge.start.failed">One of them could not be started; the message holds its last words.</error>
    Task<UnitResult<LobsterError>> EnsureUpAsync(CancellationToken cancellationToken);

    /// <summary>Takes our server out of Caddy, and ends the edge and the Caddy that we started. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> TearDownAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the whole table; the service does this when it starts. A tenant that sleeps is in it with
    /// <see cref="EdgeRoute.Parked"/>: one that is left out is unknown to the edge, and what it held for it is answered so.</summary>
    Task<UnitResult<LobsterError>> ReplaceAsync(IReadOnlyList<EdgeRoute> routes, CancellationToken cancellationToken);

    /// <summary>Adds or changes one route, parked or open as it says; done when the edge has acknowledged it and listens on its published ports.</summary>
    /// <error code="edge.publish.taken">A published port is taken.</error>
    /// <error code="edge.publish.privileged">A published port is privileged on this host.</error>
    Task<UnitResult<LobsterError>> PublishAsync(EdgeRoute route, CancellationToken cancellationToken);

    /// <summary>Removes one route. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> WithdrawAsync(TenantName tenant, CancellationToken cancellationToken);

    /// <summary>Puts a tenant to sleep at the edge: from that instant on, what comes for it is held and asks for it to be woken
    /// (<see cref="IWakeRequests"/>), and no connection to its guest is open. Parked already is success.</summary>
    /// <param name="tenant">Whom.</param>
    /// <param name="force">Whether what is under way is broken off; otherwise it is a reason to refuse.</param>
    /// <param name="cancellationToken">Ends the wait for the edge; what became of the tenant is then unknown.</param>
    /// <error code="edge.park.in-flight">Something is under way, and nothing changed; the message says how much of what.</error>
    /// <error code="edge.park.no-route">The edge has no route of that tenant.</error>
    Task<UnitResult<LobsterError>> ParkAsync(TenantName tenant, bool force, CancellationToken cancellationToken);

    /// <summary>Wakes a tenant at the edge: leads its route where it now is, and lets what was held go there, in the order in which it came.
    /// Open already is success.</summary>
    /// <param name="route">The whole route; <see cref="EdgeRoute.Parked"/> is ignored.</param>
    /// <param name="cancellationToken">Ends the wait for the edge.</param>
    /// <error code="edge.publish.taken">A published port is taken, and the tenant stays parked.</error>
    /// <error code="edge.publish.privileged">A published port is privileged on this host, and the tenant stays parked.</error>
    Task<UnitResult<LobsterError>> UnparkAsync(EdgeRoute route, CancellationToken cancellationToken);

    /// <summary>Answers what is held for a tenant that could not be woken: 503, with what happened. It stays parked, and nothing asks for it
    /// again before <paramref name="retryAfter"/> is over. Open or absent is success.</summary>
    /// <param name="tenant">Whom.</param>
    /// <param name="reason">One sentence for whoever waited, at most 512 characters; longer ones are cut.</param>
    /// <param name="retryAfter">1 s to 1 h; rounded up to whole seconds.</param>
    /// <param name="cancellationToken">Ends the wait for the edge.</param>
    Task<UnitResult<LobsterError>> RefuseAsync(TenantName tenant, string reason, TimeSpan retryAfter, CancellationToken cancellationToken);
}
