using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Lobsterd.Linux.Netlink;

/// <summary>Writes netlink messages one after another into one buffer, as one <c>send</c> takes them. Everything is padded to four bytes.</summary>
/// <remarks>Sequence numbers are 1, 2, 3 … in order of writing; the answers carry them back.</remarks>
internal sealed class NetlinkMessages
{
    private const int Alignment = 4;
    private const ushort NestedFlag = 0x8000;

    private byte[] buffer = new byte[1024];
    private int length;
    private int messageAt;

    /// <summary>How many messages were written.</summary>
    internal int Count { get; private set; }

    /// <summary>All messages.</summary>
    internal ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>Starts a message with its family's own header.</summary>
    internal void Begin<THeader>(ushort type, ushort flags, in THeader header)
        where THeader : unmanaged
    {
        messageAt = length;
        Count++;
        Write(new MessageHeader { Type = type, Flags = flags, Sequence = (uint)Count });
        Write(header);
    }

    /// <summary>Ends the message that was begun last: its length is known now.</summary>
    internal void End() => BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(messageAt), (uint)(length - messageAt));

    /// <summary>Opens an attribute that holds attributes.</summary>
    /// <returns>Where it is, for <see cref="EndNested"/>.</returns>
    internal int BeginNested(ushort type)
    {
        var at = length;
        Write(new AttributeHeader { Type = (ushort)(type | NestedFlag) });
        return at;
    }

    /// <summary>Closes an attribute that holds attributes.</summary>
    internal void EndNested(int at) => BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(at), (ushort)(length - at));

    /// <summary>An attribute that holds attributes which are written already.</summary>
    internal void Nested(ushort type, ReadOnlySpan<byte> attributes) => Attribute((ushort)(type | NestedFlag), attributes);

    /// <summary>An attribute of raw bytes.</summary>
    internal void Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        Write(new AttributeHeader { Length = (ushort)(Unsafe.SizeOf<AttributeHeader>() + value.Length), Type = type });
        value.CopyTo(Reserve(value.Length));
    }

    /// <summary>An attribute of one byte.</summary>
    internal void Attribute(ushort type, byte value) => Attribute(type, [value]);

    /// <summary>An attribute of two bytes in network order.</summary>
    internal void AttributeBigEndian(ushort type, ushort value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>An attribute of four bytes in the host's order.</summary>
    internal void Attribute(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>An attribute of four bytes in network order.</summary>
    internal void AttributeBigEndian(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>An attribute of text that ends with a zero byte.</summary>
    internal void Attribute(ushort type, string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        _ = Encoding.UTF8.GetBytes(text, bytes);
        Attribute(type, bytes);
    }

    /// <summary>An attribute of an IPv4 or IPv6 address.</summary>
    internal void Attribute(ushort type, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out var written);
        Attribute(type, bytes[..written]);
    }

    /// <summary>An attribute of an Ethernet address.</summary>
    internal void Attribute(ushort type, HardwareAddress address)
    {
        Span<byte> bytes = stackalloc byte[HardwareAddress.Length];
        address.CopyTo(bytes);
        Attribute(type, bytes);
    }

    private void Write<T>(in T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).CopyTo(Reserve(Unsafe.SizeOf<T>()));

    private Span<byte> Reserve(int bytes)
    {
        var padded = (bytes + Alignment - 1) & ~(Alignment - 1);
        if (length + padded > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + padded));
        var reserved = buffer.AsSpan(length, padded);
        length += padded;
        return reserved;
    }
}
