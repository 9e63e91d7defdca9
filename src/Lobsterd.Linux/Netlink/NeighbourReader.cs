using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary>Reads a neighbour message (RTM_NEWNEIGH, RTM_DELNEIGH).</summary>
internal static class NeighbourReader
{
    /// <summary>The neighbour; null when the payload holds none that never ages.</summary>
    internal static Neighbour? Read(ReadOnlySpan<byte> payload) =>
        ReadChange(payload) is { Permanent: { } mac } change ? new Neighbour(change.LinkIndex, change.Address, mac) : null;

    /// <summary>Who is behind an address now; null when the payload holds no address.</summary>
    internal static InterfaceNews.NeighbourChanged? ReadChange(ReadOnlySpan<byte> payload)
    {
        if (!MemoryMarshal.TryRead<NeighbourHeader>(payload, out var header)) return null;
        IPAddress? address = null;
        HardwareAddress? mac = null;
        var attributes = new AttributeReader(payload[Unsafe.SizeOf<NeighbourHeader>()..]);
        while (attributes.Next())
        {
            if (attributes.Type == NeighbourAttribute.Address && attributes.Value.Length is 4 or 16) address = new IPAddress(attributes.Value);
            else if (attributes.Type == NeighbourAttribute.Mac && attributes.Value.Length == HardwareAddress.Length) mac = HardwareAddress.FromBytes(attributes.Value);
        }

        var isPermanent = (header.State & NeighbourAttribute.Permanent) != 0;
        return address is null ? null : new InterfaceNews.NeighbourChanged(header.Index, address, isPermanent ? mac : null);
    }
}
