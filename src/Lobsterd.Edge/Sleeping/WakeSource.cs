using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Lobsterd.Edge.Sleeping;

/// <summary>Who asks: an IPv4 address, or the /64 network of an IPv6 address, of which anyone may have as many as he likes.</summary>
/// <param name="Number">The address or network as a number; an IPv4 address has ones above it that no IPv6 network of the internet begins with.</param>
internal readonly record struct WakeSource(ulong Number)
{
    /// <summary>All whose address is not known, and all for whom there is no room.</summary>
    public static readonly WakeSource Unknown = new(ulong.MaxValue);

    /// <summary>The source of an address; null when it has none.</summary>
    public static WakeSource Of(IPAddress? address)
    {
        if (address is null) return Unknown;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new WakeSource(0xFFFF_FFFE_0000_0000 | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new WakeSource(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
