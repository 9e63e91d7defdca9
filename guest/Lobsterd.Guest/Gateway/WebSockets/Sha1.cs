using System.Buffers.Binary;
using System.Numerics;

namespace Lobsterd.Guest.Gateway.WebSockets;

/// <summary>SHA-1 (FIPS 180-4) for the WebSocket handshake alone, where it proves nothing; the runtime's own wants an OpenSSL that guests lack.</summary>
internal static class Sha1
{
    /// <summary>Size of a digest in bytes.</summary>
    internal const int DigestBytes = 20;

    private const int BlockBytes = 64;
    private const int LengthBytes = 8;
    private const int Rounds = 80;

    /// <summary>The digest of a short message, held whole in memory.</summary>
    internal static byte[] Digest(ReadOnlySpan<byte> message)
    {
        var padded = new byte[(message.Length + 1 + LengthBytes + BlockBytes - 1) / BlockBytes * BlockBytes];
        message.CopyTo(padded);
        padded[message.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padded.AsSpan(padded.Length - LengthBytes), message.Length * 8L);

        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        for (var at = 0; at < padded.Length; at += BlockBytes) Compress(state, padded.AsSpan(at, BlockBytes));

        var digest = new byte[DigestBytes];
        for (var i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(i * sizeof(uint)), state[i]);
        return digest;
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> schedule = stackalloc uint[Rounds];
        for (var t = 0; t < Rounds; t++)
            schedule[t] = t < 16
                ? BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..])
                : BitOperations.RotateLeft(schedule[t - 3] ^ schedule[t - 8] ^ schedule[t - 14] ^ schedule[t - 16], 1);

        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var t = 0; t < Rounds; t++)
        {
            var next = BitOperations.RotateLeft(a, 5) + Mix(t, b, c, d) + e + schedule[t];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    private static uint Mix(int round, uint b, uint c, uint d) => round switch
    {
        < 20 => ((b & c) | (~b & d)) + 0x5A827999,
        < 40 => (b ^ c ^ d) + 0x6ED9EBA1,
        < 60 => ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC,
        _ => (b ^ c ^ d) + 0xCA62C1D6,
    };
}
