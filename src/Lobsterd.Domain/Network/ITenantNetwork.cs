using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Network;

/// <summary>The host's network for tenants: the shared chains once, and per tenant a TAP and firewall elements.</summary>
public interface ITenantNetwork
{
    /// <summary>Makes what all tenants share: firewall table with its chains and masquerade, forwarding. Safe to repeat.</summary>
    /// <error code="network.host.not-ready">The host has no TUN, or neither nf_tables nor iptables.</error>
    /// <error code="network.wall.other">The firewall of an earlier configuration stands, kept by other means.</error>
    Task<UnitResult<LobsterError>> EnsureBaseAsync(CancellationToken cancellationToken);

    /// <summary>Removes what all tenants share. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> RemoveBaseAsync(CancellationToken cancellationToken);

    /// <summary>Whether this host's firewall can hold a guest to a policy; touches nothing.</summary>
    /// <error code="network.egress.names-unsupported">It names domains, and the firewall here knows addresses alone, or no resolver is configured.</error>
    UnitResult<LobsterError> CheckEgress(EgressPolicy policy);

    /// <summary>Opens the way to where a name leads, for a while, on the ports that the guest's policy gives it; open already, it stays open anew.</summary>
    /// <error code="network.egress.name-refused">The firewall is not open for that guest, or not with a policy of names, or this one does not mean the name.</error>
    /// <error code="network.egress.names-unsupported">The firewall here knows addresses alone.</error>
    Task<UnitResult<LobsterError>> OpenNameAsync(NamedAddresses named, CancellationToken cancellationToken);

    /// <summary>Makes the tenant's TAP, addresses, neighbours and firewall elements; what is there already is made right.</summary>
    /// <error code="network.tap.foreign">An interface of that name belongs to someone else.</error>
    Task<UnitResult<LobsterError>> AttachAsync(AttachNetworkInput input, CancellationToken cancellationToken);

    /// <summary>Removes the tenant's elements, TAP and tracked connections. Absent already is success; a foreign TAP stays.</summary>
    Task<UnitResult<LobsterError>> DetachAsync(VmOwner owner, CancellationToken cancellationToken);
}
