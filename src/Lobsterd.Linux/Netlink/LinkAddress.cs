using System.Net;

namespace Lobsterd.Linux.Netlink;

/// <summary>An address of an interface.</summary>
/// <param name="LinkIndex">The interface.</param>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="PrefixLength">Bits of the network; a route to it comes with the address.</param>
public sealed record LinkAddress(int LinkIndex, IPAddress Address, int PrefixLength)
{
    /// <summary>IPv6: usable at once, without asking the network first whether someone else has it.</summary>
    public bool SkipDuplicateDetection { get; init; }
}
