using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary><c>struct nlattr</c>, linux/netlink.h, 4 bytes; rtnetlink calls it <c>struct rtattr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AttributeHeader
{
    internal ushort Length;
    internal ushort Type;
}
