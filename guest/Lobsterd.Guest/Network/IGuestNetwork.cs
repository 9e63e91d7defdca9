using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Network;

/// <summary>The guest's one interface.</summary>
internal interface IGuestNetwork
{
    /// <summary>Switches the loopback and the interface on, and gives the latter the addresses on which the agent is reached before the claim.</summary>
    /// <returns>The addresses to listen on; at least one.</returns>
    /// <error code="guest.network.failed">There is no such interface, or the kernel refused.</error>
    Result<IReadOnlyList<IPAddress>, LobsterError> BringUp();

    /// <summary>Whether a peer's address is the host's end of the interface: what runs in the guest has others.</summary>
    bool IsHost(IPAddress peer);

    /// <summary>Says to the host, by one frame, that both ports are open.</summary>
    /// <error code="packet.send.failed">The interface did not take it.</error>
    UnitResult<LobsterError> Knock();

    /// <summary>Gives the interface the tenant's address, its gateway's neighbour entry and the default route.</summary>
    /// <error code="guest.network.failed">The kernel refused.</error>
    UnitResult<LobsterError> Configure(TenantClaim claim);

    /// <summary>The IPv4 address that the interface has beside the agent's own; null when it has none.</summary>
    /// <error code="guest.network.failed">The kernel refused.</error>
    Result<IPAddress?, LobsterError> FindAddress();

    /// <summary>Takes the tenant's address away, and with it every way that a packet from it could go; <see cref="Configure"/> gives it back.
    /// Connections outlive it, and go on then.</summary>
    /// <error code="guest.network.failed">The kernel refused.</error>
    UnitResult<LobsterError> Withdraw(TenantClaim claim);
}
