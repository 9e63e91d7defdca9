using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary><c>struct sockaddr_nl</c>, linux/netlink.h, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkAddress
{
    internal ushort Family;
    internal ushort Padding;
    internal uint Port;
    internal uint Groups;
}
