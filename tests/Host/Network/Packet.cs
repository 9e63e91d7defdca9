using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Lobsterd.Tests.Host.Network;

/// <summary>What a test wants to know of a frame.</summary>
internal sealed record Packet(IPAddress Source, IPAddress Destination, byte Protocol, int SourcePort, int DestinationPort, byte TcpFlags, string Payload)
{
    internal const ushort Arp = 0x0806;
    internal const byte Icmp = 1;
    internal const byte Tcp = 6;
    internal const byte Udp = 17;
    internal const byte Icmpv6 = 58;

    internal const byte Syn = 0x02;
    internal const byte Reset = 0x04;
    internal const byte Acknowledge = 0x10;

    private const int EthernetBytes = 14;
    private static readonly Packet Other = new(IPAddress.None, IPAddress.None, 0, 0, 0, 0, "");

    /// <summary>What stands in the frame's type.</summary>
    internal ushort EtherType { get; private init; }

    /// <summary>Whether it is chatter that every fresh IPv6 link hears (routers and listeners are asked for), and nobody's traffic.</summary>
    internal bool IsChatter => Protocol is Icmpv6 or 0;

    internal static Packet Read(ReadOnlySpan<byte> frame)
    {
        var ip = frame[EthernetBytes..];
        var type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        var packet = type switch
        {
            0x0800 => Read(new IPAddress(ip.Slice(12, 4)), new IPAddress(ip.Slice(16, 4)), ip[9], ip[((ip[0] & 15) * 4)..BinaryPrimitives.ReadUInt16BigEndian(ip[2..])]),
            0x86DD => Read(new IPAddress(ip.Slice(8, 16)), new IPAddress(ip.Slice(24, 16)), ip[6], ip.Slice(40, BinaryPrimitives.ReadUInt16BigEndian(ip[4..]))),
            _ => Other,
        };
        return packet with { EtherType = type };
    }

    private static Packet Read(IPAddress source, IPAddress destination, byte protocol, ReadOnlySpan<byte> body)
    {
        if (protocol is not (Tcp or Udp)) return new Packet(source, destination, protocol, 0, 0, 0, Encoding.Latin1.GetString(body));
        var (from, to) = (BinaryPrimitives.ReadUInt16BigEndian(body), BinaryPrimitives.ReadUInt16BigEndian(body[2..]));
        var header = protocol == Tcp ? (body[12] >> 4) * 4 : 8;
        return new Packet(source, destination, protocol, from, to, protocol == Tcp ? body[13] : (byte)0, Encoding.Latin1.GetString(body[header..]));
    }
}
