namespace Lobsterd.Linux.Netlink;

/// <summary>IPv6 settings of one interface, the ones of <c>/proc/sys/net/ipv6/conf/NAME/</c> (DEVCONF_ numbers, linux/ipv6.h).</summary>
public enum Ipv6LinkSetting : ushort
{
    /// <summary>Packets that come in here may be forwarded.</summary>
    Forwarding = 0,

    /// <summary>Believes router advertisements.</summary>
    AcceptRouterAdvertisements = 3,

    /// <summary>Believes ICMP redirects.</summary>
    AcceptRedirects = 4,

    /// <summary>Speaks no IPv6 at all.</summary>
    Disable = 26,
}
