using System.Buffers.Binary;

namespace Lobsterd.Linux.Netlink;

/// <summary>What has passed an interface since it was made (the head of <c>struct rtnl_link_stats64</c>, linux/if_link.h).</summary>
/// <param name="ReceivedPackets">Packets that the host received on it.</param>
/// <param name="SentPackets">Packets that the host sent on it.</param>
/// <param name="ReceivedBytes">Bytes that the host received on it.</param>
/// <param name="SentBytes">Bytes that the host sent on it.</param>
public sealed record LinkCounters(long ReceivedPackets, long SentPackets, long ReceivedBytes, long SentBytes)
{
    private const int Length = 4 * sizeof(long);

    internal static LinkCounters? Read(ReadOnlySpan<byte> value) => value.Length < Length
        ? null
        : new LinkCounters(At(value, 0), At(value, 1), At(value, 2), At(value, 3));

    private static long At(ReadOnlySpan<byte> value, int index) => BinaryPrimitives.ReadInt64LittleEndian(value[(index * sizeof(long))..]);
}
