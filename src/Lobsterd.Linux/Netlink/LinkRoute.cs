using System.Net;

namespace Lobsterd.Linux.Netlink;

/// <summary>A route of the main table.</summary>
/// <param name="LinkIndex">The interface it leads to.</param>
/// <param name="Destination">The network, IPv4 or IPv6; all zeros with prefix length 0 is the default route.</param>
/// <param name="PrefixLength">Bits of the network.</param>
/// <param name="Gateway">The next hop; null when the network is on the link itself.</param>
public sealed record LinkRoute(int LinkIndex, IPAddress Destination, int PrefixLength, IPAddress? Gateway = null);
