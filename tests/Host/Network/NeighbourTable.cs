using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The neighbours of an interface as the kernel lists them; the product only ever writes them.</summary>
internal static class NeighbourTable
{
    private const ushort NoArp = 0x40;

    /// <summary>Those that stay for good.</summary>
    internal static IReadOnlyList<(string Address, HardwareAddress Mac)> PermanentOf(string link) => Of(link, state => state == NeighbourAttribute.Permanent);

    /// <summary>All whom the host was told of or has learnt of; not the groups, whose addresses follow from what they are.</summary>
    internal static IReadOnlyList<(string Address, HardwareAddress Mac)> KnownOf(string link) => Of(link, state => state != NoArp);

    /// <summary>The addresses of all, those included that nobody need be asked for.</summary>
    internal static IReadOnlyList<string> AllOf(string link) => [.. Of(link, _ => true).Select(neighbour => neighbour.Address)];

    private static IReadOnlyList<(string Address, HardwareAddress Mac)> Of(string link, Func<ushort, bool> inState)
    {
        var index = RtNetlink.IndexOf(link).Succeed();
        using var socket = NetlinkSocket.Open(NetlinkSocket.Route).Succeed();
        var request = new NetlinkMessages();
        request.Begin(MessageType.GetNeighbour, MessageFlags.Request | MessageFlags.Dump, default(NeighbourHeader));
        request.End();
        return
        [
            .. socket.Dump(request, "neighbours", MessageType.NewNeighbour, payload => Read(payload, inState)).Succeed()
                .Where(neighbour => neighbour.LinkIndex == index)
                .Select(neighbour => (new IPAddress(neighbour.Address.GetAddressBytes()).ToString(), neighbour.Mac))
                .Order(),
        ];
    }

    private static Neighbour? Read(ReadOnlySpan<byte> payload, Func<ushort, bool> inState)
    {
        var header = MemoryMarshal.Read<NeighbourHeader>(payload);
        if (!inState(header.State)) return null;
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
