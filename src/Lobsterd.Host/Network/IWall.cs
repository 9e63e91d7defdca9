using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network;

/// <summary>The firewall around the tenants. Whatever TAP is in <see cref="TenantLink.Group"/> and not open in the wall reaches nothing and nobody.</summary>
internal interface IWall : IDisposable
{
    /// <summary>Makes what all tenants share, or makes it right; tenants that are open stay open throughout.</summary>
    Task<UnitResult<LobsterError>> RaiseAsync(CancellationToken cancellationToken);

    /// <summary>Removes all of it. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> RazeAsync(CancellationToken cancellationToken);

    /// <summary>Opens the wall for what a tenant may do, and no more than that when it was open before.</summary>
    /// <error code="network.tap.foreign">The slot is open for another tenant.</error>
    Task<UnitResult<LobsterError>> OpenAsync(AttachNetworkInput input, CancellationToken cancellationToken);

    /// <summary>Whether it can open the way to where a name leads, for a while.</summary>
    bool FollowsNames { get; }

    /// <summary>Opens the way to where a name leads, for a while; open already, it stays open anew.</summary>
    /// <error code="network.egress.name-refused">It is not open for that tenant, or not with a policy of names, or this one does not mean the name.</error>
    /// <error code="network.egress.names-unsupported">It knows addresses alone.</error>
    Task<UnitResult<LobsterError>> OpenNameAsync(NamedAddresses named, CancellationToken cancellationToken);

    /// <summary>Closes it again, and forgets the connections that were open through it. Closed already is success; open for another tenant stays.</summary>
    Task<UnitResult<LobsterError>> CloseAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>All that stands.</summary>
    Task<Result<WallReading, LobsterError>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>What stands of one slot, without reading everything.</summary>
    Task<Result<WallReading, LobsterError>> ReadAsync(Slot slot, CancellationToken cancellationToken);

    /// <summary>What of a tenant's part is missing, or stands and is not planned.</summary>
    Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(AttachNetworkInput planned, CancellationToken cancellationToken);

    /// <summary>What of the part that all share is not as it was when it was last raised.</summary>
    /// <error code="network.host.not-ready">It was not raised by this process, or does not tell.</error>
    Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(CancellationToken cancellationToken);

    /// <summary>How many packets of their own guests have sent out into the world since it was opened for them; whoever it does not count is not in it.</summary>
    Task<Result<IReadOnlyDictionary<Slot, ulong>, LobsterError>> ReadOutwardAsync(CancellationToken cancellationToken);

    /// <summary>Calls back when somebody else has changed it, until cancelled; one that does not tell leaves it at that, and returns.</summary>
    /// <param name="changed">Must be quick.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task HearAsync(Action changed, CancellationToken cancellationToken);
}
