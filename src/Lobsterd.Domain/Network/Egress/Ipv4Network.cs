using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lobsterd.Domain.Network.Egress;

/// <summary>An IPv4 network, or one address as a /32.</summary>
/// <param name="First">Its first address as a number, most significant byte first; host bits are zero.</param>
/// <param name="Prefix">0 to 32.</param>
public readonly record struct Ipv4Network(uint First, int Prefix)
{
    private const int WholeAddress = 32;

    /// <summary>The last address as a number.</summary>
    public uint Last => First | HostBits(Prefix);

    /// <summary>Reads <c>203.0.113.7</c> or <c>203.0.113.0/24</c>; null when it is neither.</summary>
    public static Ipv4Network? Parse(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        var address = slash < 0 ? text : text[..slash];
        // The parser takes 1.2.3 and 0x7f.1 for addresses too; as they come out they are written.
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork || !address.SequenceEqual(parsed.ToString())) return null;
        if (PrefixIn(text, slash) is not { } prefix) return null;
        var first = Of(parsed)!.Value.First;
        return (first & HostBits(prefix)) == 0 ? new Ipv4Network(first, prefix) : null;
    }

    /// <summary>One address as a network; null when it is no IPv4 address.</summary>
    public static Ipv4Network? Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _)
            ? new Ipv4Network(BinaryPrimitives.ReadUInt32BigEndian(bytes), WholeAddress)
            : null;
    }

    /// <summary>Whether it is one address.</summary>
    public bool IsAddress => Prefix == WholeAddress;

    /// <summary>Whether all of another lies in it.</summary>
    public bool Contains(Ipv4Network other) => other.First >= First && other.Last <= Last;

    /// <summary>As it is written: <c>203.0.113.7</c> or <c>203.0.113.0/24</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, First);
        var address = new IPAddress(bytes);
        return Prefix == WholeAddress ? address.ToString() : string.Create(CultureInfo.InvariantCulture, $"{address}/{Prefix}");
    }

    private static int? PrefixIn(ReadOnlySpan<char> text, int slash)
    {
        if (slash < 0) return WholeAddress;
        var written = text[(slash + 1)..];
        return written is "0" or [>= '1' and <= '9', ..] && written.Length <= 2
            && int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= WholeAddress
                ? prefix
                : null;
    }

    private static uint HostBits(int prefix) => prefix == 0 ? uint.MaxValue : (uint)((1UL << (WholeAddress - prefix)) - 1);
}
