using System.Buffers.Binary;
using CSharpFunctionalExtensions;

namespace Lobsterd.Guest.Gateway.WebSockets;

/// <summary>The head of a client's WebSocket frame.</summary>
/// <param name="Opcode">What it is.</param>
/// <param name="IsFinal">Whether the message ends with it.</param>
/// <param name="Length">Its payload in bytes.</param>
/// <param name="Mask">What the payload is masked with, in the order of its bytes.</param>
internal readonly record struct FrameHead(Opcode Opcode, bool IsFinal, int Length, uint Mask)
{
    /// <summary>Longest message, and so longest payload, in bytes.</summary>
    internal const int MostMessageBytes = 1 << 20;

    /// <summary>Longest head of a client's frame in bytes.</summary>
    internal const int MostBytes = 14;

    private const int MaskBytes = 4;
    private const int MostControlBytes = 125;
    private const byte Final = 0x80;
    private const byte Reserved = 0x70;
    private const byte Masked = 0x80;

    /// <summary>Whether it controls the connection, and so may come between the frames of a message.</summary>
    internal bool IsControl => Opcode >= Opcode.Close;

    /// <summary>Reads a head.</summary>
    /// <param name="bytes">What came so far.</param>
    /// <param name="consumed">The head's length; 0 unless a head is returned.</param>
    /// <returns>The head; null when more bytes are needed; the reason to close with when it breaks the protocol.</returns>
    internal static Result<FrameHead?, CloseCode> Parse(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        if (bytes.Length < 2) return default(FrameHead?);

        var opcode = (Opcode)(bytes[0] & 0x0F);
        var isFinal = (bytes[0] & Final) != 0;
        var shortLength = bytes[1] & 0x7F;
        // Clients must mask, and we agreed on no extension that would use the reserved bits.
        if (!Enum.IsDefined(opcode) || (bytes[0] & Reserved) != 0 || (bytes[1] & Masked) == 0) return CloseCode.ProtocolError;
        if (opcode >= Opcode.Close && (!isFinal || shortLength > MostControlBytes)) return CloseCode.ProtocolError;

        var lengthBytes = shortLength switch { 126 => 2, 127 => 8, _ => 0 };
        var size = 2 + lengthBytes + MaskBytes;
        if (bytes.Length < size) return default(FrameHead?);

        var length = lengthBytes switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)shortLength,
        };
        if (length > MostMessageBytes) return CloseCode.TooBig;

        consumed = size;
        return new FrameHead(opcode, isFinal, (int)length, BinaryPrimitives.ReadUInt32LittleEndian(bytes[(2 + lengthBytes)..]));
    }

    /// <summary>Takes the mask off a piece of the payload, in place.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="offset">Where in the payload it begins.</param>
    internal void Unmask(Span<byte> piece, int offset)
    {
        for (var i = 0; i < piece.Length; i++) piece[i] ^= (byte)(Mask >> (8 * ((offset + i) & (MaskBytes - 1))));
    }

    /// <summary>A server's frame: unmasked, in the shortest form.</summary>
    internal static byte[] Write(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[2 + sizeof(ulong)];
        head[0] = (byte)(Final | (byte)opcode);
        int size;
        switch (payload.Length)
        {
            case <= MostControlBytes:
                head[1] = (byte)payload.Length;
                size = 2;
                break;
            case <= ushort.MaxValue:
                head[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)payload.Length);
                size = 2 + sizeof(ushort);
                break;
            default:
                head[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(head[2..], (ulong)payload.Length);
                size = 2 + sizeof(ulong);
                break;
        }

        return [.. head[..size], .. payload];
    }
}
