using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Network;

/// <summary>What a tenant's network is made from; addresses, names and UID follow from the slot.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="GuestPorts">TCP ports of the guest that the edge may reach: the workload's and the published ones.</param>
public sealed record AttachNetworkInput(VmOwner Owner, IReadOnlyList<int> GuestPorts)
{
    /// <summary>Where the guest may go.</summary>
    public EgressPolicy Egress { get; init; } = EgressPolicy.Open;

    /// <summary>How much it may receive and send; null for as much as it can.</summary>
    public RateLimits? Rates { get; init; }

    /// <summary>The network of a tenant as the registry has it.</summary>
    public static AttachNetworkInput Of(Tenant tenant) =>
        new(tenant.Owner, [.. tenant.Publish.Select(published => published.GuestPort).Append(tenant.Port).Distinct()]) { Egress = tenant.Egress, Rates = tenant.Rates };
}
