using System.Net;

namespace Lobsterd.Linux.Netlink;

/// <summary>Who on an interface has an address: an entry of the ARP or neighbour table that never ages.</summary>
/// <param name="LinkIndex">The interface.</param>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="Mac">The Ethernet address behind it.</param>
public sealed record Neighbour(int LinkIndex, IPAddress Address, HardwareAddress Mac);
