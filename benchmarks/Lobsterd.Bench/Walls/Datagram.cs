using System.Buffers.Binary;
using System.Net;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Bench.Walls;

/// <summary>A datagram over IPv4 in its Ethernet frame, as a guest's card sends it.</summary>
internal static class Datagram
{
    private const int EthernetBytes = 14;
    private const int IpBytes = 20;
    private const int UdpBytes = 8;
    private const ushort Ipv4 = 0x0800;
    private const byte Udp = 17;

    /// <summary>Builds one; its UDP checksum is left out, as IPv4 allows.</summary>
    /// <param name="macs">Sender's and receiver's hardware addresses.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="payloadBytes">How much it carries.</param>
    internal static byte[] Of((string From, string To) macs, IPEndPoint from, IPEndPoint to, int payloadBytes)
    {
        var frame = new byte[EthernetBytes + IpBytes + UdpBytes + payloadBytes];
        HardwareAddress.Parse(macs.To).CopyTo(frame);
        HardwareAddress.Parse(macs.From).CopyTo(frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), Ipv4);

        var ip = frame.AsSpan(EthernetBytes);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        (ip[8], ip[9]) = (64, Udp);
        from.Address.GetAddressBytes().CopyTo(ip[12..]);
        to.Address.GetAddressBytes().CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], ChecksumOf(ip[..IpBytes]));

        var udp = ip[IpBytes..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        return frame;
    }

    /// <summary>Whether a frame is a datagram, and not the chatter of a link.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> frame) =>
        frame.Length > EthernetBytes + IpBytes && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == Ipv4 && frame[EthernetBytes + 9] == Udp;

    /// <summary>Makes a datagram the answer to itself: who sent it gets it. Checksums stay true, they are sums.</summary>
    internal static void TurnRound(Span<byte> frame)
    {
        Swap(frame[..6], frame[6..12]);
        var ip = frame[EthernetBytes..];
        Swap(ip[12..16], ip[16..20]);
        Swap(ip[20..22], ip[22..24]);
    }

    private static void Swap(Span<byte> one, Span<byte> other)
    {
        Span<byte> kept = stackalloc byte[one.Length];
        one.CopyTo(kept);
        other.CopyTo(one);
        kept.CopyTo(other);
    }

    private static ushort ChecksumOf(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (var at = 0; at < header.Length; at += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[at..]);
        while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
