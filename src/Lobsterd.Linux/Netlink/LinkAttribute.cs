namespace Lobsterd.Linux.Netlink;

/// <summary>Attributes of a link message (the <c>IFLA_</c> numbers of linux/if_link.h and linux/if_tun.h).</summary>
internal static class LinkAttribute
{
    internal const ushort Address = 1;
    internal const ushort Name = 3;
    internal const ushort Mtu = 4;
    internal const ushort QueueLength = 13;
    internal const ushort Info = 18;
    internal const ushort Alias = 20;
    internal const ushort Counters = 23;
    internal const ushort FamilySettings = 26;
    internal const ushort Group = 27;
    internal const ushort Mask = 29;

    internal const ushort InfoKind = 1;
    internal const ushort InfoData = 2;

    internal const ushort TunOwner = 1;
    internal const ushort TunPersistent = 6;

    internal const ushort Ipv4Settings = 1;
    internal const ushort Ipv6Settings = 2;
    internal const ushort Ipv6AddressMode = 8;

    /// <summary>RTEXT_FILTER_SKIP_STATS: leave the counters out of a dump.</summary>
    internal const uint SkipStatistics = 8;
}
