namespace Lobsterd.Linux.Netlink;

/// <summary>Families of protocols as netlink numbers them (the <c>AF_</c> numbers of socket(2)).</summary>
internal static class NetlinkFamily
{
    internal const byte Ipv4 = 2;
    internal const byte Ipv6 = 10;
}
