using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary><c>struct nlmsghdr</c>, linux/netlink.h, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageHeader
{
    internal uint Length;
    internal ushort Type;
    internal ushort Flags;
    internal uint Sequence;
    internal uint Port;
}
