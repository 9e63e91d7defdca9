using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary><c>struct nfgenmsg</c>, linux/netfilter/nfnetlink.h, 4 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetfilterHeader
{
    internal byte Family;
    internal byte Version;
    internal ushort Resource;

    /// <summary>The attributes of a message that begins with this header; none where it is too short for it.</summary>
    internal static AttributeReader AttributesOf(ReadOnlySpan<byte> payload) => new(payload[Math.Min(payload.Length, Unsafe.SizeOf<NetfilterHeader>())..]);
}
