using System.Buffers.Binary;

namespace Lobsterd.Edge.Forwarding.WebSockets;

/// <summary>Follows one direction of a WebSocket by the headers of its frames (RFC 6455, section 5.2), however its bytes are cut. Payloads are skipped unread.</summary>
internal sealed class FrameTrack
{
    private const int ShortHeader = 2;
    private const int LongestHeader = 14;
    private const int ControlBit = 0x08;
    private const int MaskBit = 0x80;
    private const int LengthBits = 0x7F;
    private const int TwoByteLength = 126;
    private const int EightByteLength = 127;
    private const int MaskBytes = 4;

    private readonly byte[] header = new byte[LongestHeader];
    private int have;
    private ulong left;
    private bool isData;

    /// <summary>Whether the last frame is whole, so that another may follow.</summary>
    public bool IsBetweenFrames => have == 0 && left == 0;

    /// <summary>Takes the next bytes.</summary>
    /// <returns>Whether any of them are of a frame that is not ping, pong or close.</returns>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        var hasData = false;
        while (!bytes.IsEmpty)
        {
            if (left > 0)
            {
                var skipped = (int)Math.Min(left, (ulong)bytes.Length);
                left -= (ulong)skipped;
                bytes = bytes[skipped..];
                hasData |= isData;
                continue;
            }

            header[have++] = bytes[0];
            bytes = bytes[1..];
            if (have < ShortHeader || have < HeaderBytes()) continue;
            isData = (header[0] & ControlBit) == 0;
            hasData |= isData;
            left = PayloadBytes();
            have = 0;
        }

        return hasData;
    }

    private int HeaderBytes() => ShortHeader + LengthBytes() + ((header[1] & MaskBit) != 0 ? MaskBytes : 0);

    private int LengthBytes() => (header[1] & LengthBits) switch { TwoByteLength => 2, EightByteLength => 8, _ => 0 };

    private ulong PayloadBytes() => (header[1] & LengthBits) switch
    {
        TwoByteLength => BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(ShortHeader)),
        EightByteLength => BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(ShortHeader)),
        var length => (ulong)length,
    };
}
