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

    internal byte[] Syn(int from, int to)
    {
        var body = new byte[20];
        Ports(body, from, to);
        body[12] = 5 << 4;
        body[13] = Packet.Syn;
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(14), 1_024);
        return Frame(Packet.Tcp, body, checksumAt: 16);
    }

    internal byte[] Echo()
    {
        var body = new byte[16];
        body[0] = (byte)(IsIpv4 ? 8 : 128);
        return Frame(IsIpv4 ? Packet.Icmp : Packet.Icmpv6, body, checksumAt: 2);
    }

    /// <summary>The two halves of a datagram that was cut on its way, IPv4 only.</summary>
    internal (byte[] First, byte[] Second) UdpInHalves(int from, int to, string payload, ushort id)
    {
        var whole = Udp(from, to, payload)[(EthernetBytes + 20)..];
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
        return IsIpv4 ? Ipv4(protocol, body, id: 0, fragment: 0) : Ipv6(protocol, body);
    }

    private byte[] Ipv4(byte protocol, byte[] body, ushort id, ushort fragment)
    {
        var header = new byte[20];
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + body.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), fragment);
        (header[8], header[9]) = (64, protocol);
        Source.GetAddressBytes().CopyTo(header.AsSpan(12));
        Target.GetAddressBytes().CopyTo(header.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        return [.. Ethernet(0x0800), .. header, .. body];
    }

    private byte[] Ipv6(byte protocol, byte[] body)
    {
        var header = new byte[40];
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)body.Length);
        (header[6], header[7]) = (protocol, 64);
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
