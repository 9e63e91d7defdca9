using System.Net;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Network;

/// <summary>Where a name leads that a guest has asked for and may reach.</summary>
/// <param name="Owner">Whose guest.</param>
/// <param name="Policy">Its policy, which says on which ports.</param>
/// <param name="Name">The name, lower case, without trailing dot.</param>
/// <param name="Addresses">IPv4 addresses, none of which lies where no guest may go.</param>
/// <param name="Lifetime">How long they stay open; asked for anew, they stay open anew.</param>
public sealed record NamedAddresses(VmOwner Owner, EgressPolicy Policy, string Name, IReadOnlyList<IPAddress> Addresses, TimeSpan Lifetime);
