using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary><c>struct nfgenmsg</c>, linux/netfilter/nfnetlink.h, 4 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetfilterHeader
{
    internal byte Family;
    internal byte Version;
    internal ushort Resource;
}
