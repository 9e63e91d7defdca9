using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Lobsterd.Linux.Sockets;

/// <summary>An address as the kernel wants it: <c>struct sockaddr_in</c> (16 bytes) or <c>struct sockaddr_in6</c> (28 bytes) of netinet/in.h.</summary>
internal static class RawAddress
{
    /// <summary>Room for either family.</summary>
    internal const int MostBytes = 28;

    /// <summary>AF_INET</summary>
    internal const ushort FamilyV4 = 2;

    /// <summary>AF_INET6</summary>
    internal const ushort FamilyV6 = 10;

    private const int V4Bytes = 16;
    private const int V4AddressAt = 4;
    private const int V6AddressAt = 8;
    private const int V6AddressBytes = 16;
    private const int V6ScopeAt = 24;

    /// <summary>The address family of an end point.</summary>
    internal static ushort FamilyOf(IPEndPoint endPoint) =>
        endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? FamilyV6 : FamilyV4;

    /// <summary>Writes an end point; returns its length.</summary>
    internal static uint Write(IPEndPoint endPoint, Span<byte> destination)
    {
        destination.Clear();
        var family = FamilyOf(endPoint);
        BinaryPrimitives.WriteUInt16LittleEndian(destination, family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)endPoint.Port);
        if (family == FamilyV4)
        {
            _ = endPoint.Address.TryWriteBytes(destination[V4AddressAt..], out _);
            return V4Bytes;
        }

        _ = endPoint.Address.TryWriteBytes(destination[V6AddressAt..], out _);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[V6ScopeAt..], (uint)endPoint.Address.ScopeId);
        return MostBytes;
    }

    /// <summary>Reads an end point that the kernel wrote.</summary>
    internal static IPEndPoint Read(ReadOnlySpan<byte> source)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(source) == FamilyV4)
            return new IPEndPoint(new IPAddress(source[V4AddressAt..V6AddressAt]), port);

        var scope = BinaryPrimitives.ReadUInt32LittleEndian(source[V6ScopeAt..]);
        return new IPEndPoint(new IPAddress(source.Slice(V6AddressAt, V6AddressBytes), scope), port);
    }
}
