namespace Lobsterd.Linux.Netlink;

/// <summary>IPv4 settings of one interface, the ones of <c>/proc/sys/net/ipv4/conf/NAME/</c> (IPV4_DEVCONF_ numbers, linux/ip.h).</summary>
public enum Ipv4LinkSetting : ushort
{
    /// <summary>Packets that come in here may be forwarded.</summary>
    Forwarding = 1,

    /// <summary>Answers ARP for others.</summary>
    ProxyArp = 3,

    /// <summary>Believes ICMP redirects.</summary>
    AcceptRedirects = 4,

    /// <summary>Sends ICMP redirects.</summary>
    SendRedirects = 6,

    /// <summary>Checks by the routing table that a source lives behind this interface: 0 no, 1 strictly, 2 loosely.</summary>
    ReversePathFilter = 8,

    /// <summary>Honours source routes.</summary>
    AcceptSourceRoute = 9,

    /// <summary>When ARP requests are answered; 8 is never.</summary>
    ArpIgnore = 19,
}
