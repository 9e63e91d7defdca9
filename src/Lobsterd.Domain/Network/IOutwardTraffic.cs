using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Network;

/// <summary>What guests send out into the world, by the firewall's own counters: nothing that the host asks of a guest is in it.</summary>
public interface IOutwardTraffic
{
    /// <summary>Packets of every guest since the firewall was opened for it, by slot. Whoever is not counted here is not in it.</summary>
    /// <error code="network.host.not-ready">The kernel refused to tell.</error>
    Task<Result<IReadOnlyDictionary<Slot, ulong>, LobsterError>> ReadAsync(CancellationToken cancellationToken);
}
