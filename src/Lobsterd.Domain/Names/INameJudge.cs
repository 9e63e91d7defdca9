using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Names;

/// <summary>Who says which names a guest may ask for, and opens the way to where they lead.</summary>
public interface INameJudge
{
    /// <summary>Whether a guest may ask for a name.</summary>
    /// <param name="guest">The guest's address; any address.</param>
    /// <param name="name">The name, lower case, without trailing dot; any text.</param>
    bool MayAsk(IPAddress guest, string name);

    /// <summary>Opens the way to a name's addresses, before the guest is told them.</summary>
    /// <param name="guest">The guest's address; any address.</param>
    /// <param name="name">The name; any text.</param>
    /// <param name="addresses">What a resolver says.</param>
    /// <param name="timeToLive">For how long it says so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that are open now; where no guest may go, none is.</returns>
    /// <error code="network.egress.name-refused">The guest may not ask for the name, or not any longer.</error>
    /// <error code="network.egress.names-full">As many addresses are open for it as may be at a time.</error>
    /// <error code="network.wall.refused">The firewall could not be changed.</error>
    Task<Result<IReadOnlyList<IPAddress>, LobsterError>> OpenAsync(
        IPAddress guest, string name, IReadOnlyList<IPAddress> addresses, TimeSpan timeToLive, CancellationToken cancellationToken);
}
