using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary>Walks the messages of one datagram from the kernel; stops at the first that does not fit.</summary>
internal ref struct NetlinkReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> rest = datagram;

    /// <summary>Header of the message that <see cref="Next"/> found.</summary>
    internal MessageHeader Header { get; private set; }

    /// <summary>What stands behind that header.</summary>
    internal ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Goes to the next message; false when there is none.</summary>
    internal bool Next()
    {
        if (!MemoryMarshal.TryRead<MessageHeader>(rest, out var header)) return false;
        if (header.Length < Unsafe.SizeOf<MessageHeader>() || header.Length > rest.Length) return false;
        Header = header;
        Payload = rest[Unsafe.SizeOf<MessageHeader>()..(int)header.Length];
        rest = rest[Math.Min(rest.Length, ((int)header.Length + 3) & ~3)..];
        return true;
    }
}
