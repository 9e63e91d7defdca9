using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The permanent neighbours of an interface as the kernel lists them; the product only ever writes them.</summary>
internal static class NeighbourTable
{
    internal static IReadOnlyList<(string Address, HardwareAddress Mac)> PermanentOf(string link)
    {
        var index = RtNetlink.IndexOf(link).Succeed();
        using var socket = NetlinkSocket.Open(NetlinkSocket.Route).Succeed();
        var request = new NetlinkMessages();
        request.Begin(MessageType.GetNeighbour, MessageFlags.Request | MessageFlags.Dump, default(NeighbourHeader));
        request.End();
        return
        [
            .. socket.Dump(request, "neighbours", MessageType.NewNeighbour, Read).Succeed()
                .Where(neighbour => neighbour.LinkIndex == index)
                .Select(neighbour => (new IPAddress(neighbour.Address.GetAddressBytes()).ToString(), neighbour.Mac))
                .Order(),
        ];
    }

    private static Neighbour? Read(ReadOnlySpan<byte> payload)
    {
        var header = MemoryMarshal.Read<NeighbourHeader>(payload);
        if (header.State != NeighbourAttribute.Permanent) return null;
        var (address, mac) = (IPAddress.None, default(HardwareAddress));
        var attributes = new AttributeReader(payload[Unsafe.SizeOf<NeighbourHeader>()..]);
        while (attributes.Next())
        {
            if (attributes.Type == NeighbourAttribute.Address) address = new IPAddress(attributes.Value);
            if (attributes.Type == NeighbourAttribute.Mac) mac = HardwareAddress.FromBytes(attributes.Value);
        }
        return new Neighbour(header.Index, address, mac);
    }
}
