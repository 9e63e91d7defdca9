using System.Net;

namespace Lobsterd.Linux.Netlink;

/// <summary>Something became of what an interface has.</summary>
/// <param name="LinkIndex">The interface.</param>
public abstract record InterfaceNews(int LinkIndex)
{
    /// <summary>It has an address no more.</summary>
    /// <param name="LinkIndex">The interface.</param>
    /// <param name="Address">IPv4 or IPv6.</param>
    public sealed record AddressGone(int LinkIndex, IPAddress Address) : InterfaceNews(LinkIndex);

    /// <summary>Who is behind an address on it is another one, may age, or is forgotten.</summary>
    /// <param name="LinkIndex">The interface.</param>
    /// <param name="Address">IPv4 or IPv6.</param>
    /// <param name="Permanent">Who is behind it and never ages; null when nobody is.</param>
    public sealed record NeighbourChanged(int LinkIndex, IPAddress Address, HardwareAddress? Permanent) : InterfaceNews(LinkIndex);

    /// <summary>One of its IP settings is another: of those that the kernel tells, which are forwarding, the reverse path's filter and proxies.</summary>
    /// <param name="LinkIndex">The interface.</param>
    public sealed record SettingChanged(int LinkIndex) : InterfaceNews(LinkIndex);
}
