using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Network;

/// <summary>What a tenant's network is made from; addresses, names and UID follow from the slot.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="GuestPorts">TCP ports of the guest that the edge may reach: the workload's and the published ones.</param>
public sealed record AttachNetworkInput(VmOwner Owner, IReadOnlyList<int> GuestPorts);
