using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Tests.Host.Network;

/// <summary>Writes frames that no kernel would send for a guest: any hardware address, any source, any port.</summary>
/// <param name="Source">Whose address the packet says it has.</param>
/// <param name="Target">Where it goes.</param>
internal sealed record FrameMaker(IPAddress Source, IPAddress Target)
{
    private const int EthernetBytes = 14;

    internal string SourceMac { get; init; } = MacAddress.Guest;

    internal string TargetMac { get; init; } = MacAddress.Host;

    /// <summary>Hops that are left. Neighbours and routers are believed at 255 alone: nobody further away can have that.</summary>
    internal byte Hops { get; init; } = 64;

    /// <summary>The IPv4 header's identification.</summary>
    internal ushort Id { get; init; }

    /// <summary>The header's differentiated services and congestion bits: type of service, or traffic class.</summary>
    internal byte Service { get; init; }

    /// <summary>Options of the IPv4 header, whole words.</summary>
    internal byte[] Options { get; init; } = [];

    private bool IsIpv4 => Source.AddressFamily == AddressFamily.InterNetwork;

    internal static FrameMaker Between(string source, string target) => new(IPAddress.Parse(source), IPAddress.Parse(target));

    internal byte[] Udp(int from, int to, string payload)
    {
        var text = Encoding.Latin1.GetBytes(payload);
        var body = new byte[8 + text.Length];
        Ports(body, from, to);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(4), (ushort)body.Length);
        text.CopyTo(body.AsSpan(8));
        return Frame(Packet.Udp, body, checksumAt: 6);
    }

    internal byte[] Syn(int from, int to) => Tcp(from, to, Packet.Syn);

    internal byte[] Tcp(int from, int to, byte flags)
    {
        var body = new byte[20];
        Ports(body, from, to);
        body[12] = 5 << 4;
        body[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(14), 1_024);
        return Frame(Packet.Tcp, body, checksumAt: 16);
    }

    internal byte[] Echo(ushort id = 0) => Icmp((byte)(IsIpv4 ? 8 : 128), code: 0, [(byte)(id >> 8), (byte)id, .. new byte[10]]);

    /// <summary>An echo whose checksum is a certain number: where TCP and UDP have their target port.</summary>
    internal byte[] EchoLikePort(ushort port, ushort id)
    {
        var plain = (byte[])[8, 0, 0, 0, (byte)(id >> 8), (byte)id, .. new byte[10]];
        var wanted = (uint)(ushort)~port + 0xFFFF - (ushort)~Checksum(plain);
        var word = (ushort)((wanted & 0xFFFF) + (wanted >> 16));
        return Icmp(8, code: 0, [.. plain[4..14], (byte)(word >> 8), (byte)word]);
    }

    /// <summary>A message of ICMP, of the family that the addresses are.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="code">Its code.</param>
    /// <param name="rest">What follows the checksum.</param>
    internal byte[] Icmp(byte type, byte code, byte[] rest) =>
        Frame(IsIpv4 ? Packet.Icmp : Packet.Icmpv6, [type, code, 0, 0, .. rest], checksumAt: 2);

    /// <summary>What ARP says: that the source lives at the source's hardware address; and a request asks where the target does.</summary>
    /// <param name="act">1 asks, 2 answers.</param>
    internal byte[] Arp(byte act)
    {
        var (from, to) = (Octets(SourceMac), act == 1 ? new byte[HardwareAddress.Length] : Octets(TargetMac));
        return [.. Ethernet(Packet.Arp), 0, 1, 8, 0, HardwareAddress.Length, 4, 0, act, .. from, .. Source.GetAddressBytes(), .. to, .. Target.GetAddressBytes()];
    }

    /// <summary>A hardware address as it stands in a frame.</summary>
    internal static byte[] Octets(string mac)
    {
        var octets = new byte[HardwareAddress.Length];
        HardwareAddress.Parse(mac).CopyTo(octets);
        return octets;
    }

    /// <summary>A frame with a tag of a virtual network before its type.</summary>
    /// <param name="frame">What is tagged.</param>
    /// <param name="network">Its number; 0 is none, the tag then tells a priority alone.</param>
    /// <param name="type">0x8100, or 0x88A8 for a provider's outer tag.</param>
    internal static byte[] Tagged(byte[] frame, ushort network, ushort type = 0x8100) =>
        [.. frame[..(EthernetBytes - 2)], (byte)(type >> 8), (byte)type, (byte)(network >> 8), (byte)network, .. frame[(EthernetBytes - 2)..]];

    /// <summary>The two halves of a datagram that was cut on its way, IPv4 only.</summary>
    internal (byte[] First, byte[] Second) UdpInHalves(int from, int to, string payload, ushort id)
    {
        var whole = Udp(from, to, payload)[(EthernetBytes + 20 + Options.Length)..];
        var cut = (8 + (payload.Length / 2)) & ~7;
        return (Ipv4(Packet.Udp, whole[..cut], id, 0x2000), Ipv4(Packet.Udp, whole[cut..], id, (ushort)(cut / 8)));
    }

    private static void Ports(Span<byte> body, int from, int to)
    {
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)to);
    }

    private byte[] Frame(byte protocol, byte[] body, int checksumAt)
    {
        var pseudo = IsIpv4 && protocol == Packet.Icmp
            ? []
            : (byte[])[.. Source.GetAddressBytes(), .. Target.GetAddressBytes(), 0, protocol, (byte)(body.Length >> 8), (byte)body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(checksumAt), Checksum([.. pseudo, .. body]));
        return IsIpv4 ? Ipv4(protocol, body, Id, fragment: 0) : Ipv6(protocol, body);
    }

    private byte[] Ipv4(byte protocol, byte[] body, ushort id, ushort fragment)
    {
        var header = new byte[20 + Options.Length];
        Options.CopyTo(header.AsSpan(20));
        header[0] = (byte)(0x40 | (header.Length / 4));
        header[1] = Service;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + body.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), fragment);
        (header[8], header[9]) = (Hops, protocol);
        Source.GetAddressBytes().CopyTo(header.AsSpan(12));
        Target.GetAddressBytes().CopyTo(header.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        return [.. Ethernet(0x0800), .. header, .. body];
    }

    private byte[] Ipv6(byte protocol, byte[] body)
    {
        var header = new byte[40];
        (header[0], header[1]) = ((byte)(0x60 | (Service >> 4)), (byte)(Service << 4));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)body.Length);
        (header[6], header[7]) = (protocol, Hops);
        Source.GetAddressBytes().CopyTo(header.AsSpan(8));
        Target.GetAddressBytes().CopyTo(header.AsSpan(24));
        return [.. Ethernet(0x86DD), .. header, .. body];
    }

    private byte[] Ethernet(ushort type)
    {
        var header = new byte[EthernetBytes];
        HardwareAddress.Parse(TargetMac).CopyTo(header);
        HardwareAddress.Parse(SourceMac).CopyTo(header.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(12), type);
        return header;
    }

    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i += 2) sum += (uint)((bytes[i] << 8) | (i + 1 < bytes.Length ? bytes[i + 1] : 0));
        while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
