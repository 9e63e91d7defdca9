namespace Lobsterd.Linux.Netlink;

/// <summary>Attributes and fixed values of a route message (the <c>RTA_</c>, <c>RT_</c> and <c>RTN_</c> numbers of linux/rtnetlink.h).</summary>
internal static class RouteAttribute
{
    internal const ushort Destination = 1;
    internal const ushort Link = 4;
    internal const ushort Gateway = 5;

    /// <summary>RT_TABLE_MAIN</summary>
    internal const byte MainTable = 254;

    /// <summary>RTPROT_STATIC</summary>
    internal const byte SetByAdministrator = 4;

    /// <summary>RT_SCOPE_UNIVERSE</summary>
    internal const byte Everywhere = 0;

    /// <summary>RT_SCOPE_LINK</summary>
    internal const byte OnTheLink = 253;

    /// <summary>RTN_UNICAST</summary>
    internal const byte Unicast = 1;
}
