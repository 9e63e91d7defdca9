namespace Lobsterd.Linux.Netlink;

/// <summary>Attributes of a neighbour message (the <c>NDA_</c> numbers of linux/neighbour.h).</summary>
internal static class NeighbourAttribute
{
    internal const ushort Address = 1;
    internal const ushort Mac = 2;
    internal const ushort LinkIndex = 8;

    /// <summary>NUD_PERMANENT</summary>
    internal const ushort Permanent = 0x80;
}
