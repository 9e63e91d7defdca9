using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary><c>struct ndmsg</c>, linux/neighbour.h, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NeighbourHeader
{
    internal byte Family;
    internal byte Padding1;
    internal ushort Padding2;
    internal int Index;
    internal ushort State;
    internal byte Flags;
    internal byte Type;
}
