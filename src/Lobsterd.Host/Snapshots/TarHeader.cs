using System.Buffers.Binary;
using System.Text;

namespace Lobsterd.Host.Snapshots;

/// <summary>The head of a plain file in a tar archive (ustar, with GNU's binary size where eleven octal digits do not do).</summary>
/// <remarks>Our own, since a reader that knows every kind of entry reads as much of a hostile archive into memory as its heads say.</remarks>
internal static class TarHeader
{
    /// <summary>Bytes of a head, and of the blocks that content is filled up to.</summary>
    internal const int Size = 512;

    private const int SizeAt = 124;
    private const int SumAt = 148;
    private const int KindAt = 156;
    private const int MagicAt = 257;
    private const long MostOctal = 1L << 33;

    /// <summary>The head of a file.</summary>
    internal static byte[] Write(string name, long size, DateTimeOffset madeAt)
    {
        var head = new byte[Size];
        _ = Encoding.ASCII.GetBytes(name, head);
        Octal(head.AsSpan(100, 8), 0x180);
        Octal(head.AsSpan(108, 8), 0);
        Octal(head.AsSpan(116, 8), 0);
        if (size < MostOctal) Octal(head.AsSpan(SizeAt, 12), size);
        else Binary(head.AsSpan(SizeAt, 12), size);
        Octal(head.AsSpan(136, 12), Math.Max(0, madeAt.ToUnixTimeSeconds()));
        head[KindAt] = (byte)'0';
        "ustar\0"u8.CopyTo(head.AsSpan(MagicAt));
        "00"u8.CopyTo(head.AsSpan(MagicAt + 6));
        Octal(head.AsSpan(SumAt, 7), SumOf(head));
        head[SumAt + 7] = (byte)' ';
        return head;
    }

    /// <summary>The size of the plain file of a name that a head tells of; null when it tells of anything else.</summary>
    internal static long? Read(ReadOnlySpan<byte> head, string name)
    {
        var named = head[..100];
        var end = named.IndexOf((byte)0);
        if (end < 0 || Encoding.ASCII.GetString(named[..end]) != name || head[KindAt] != '0' || !head.Slice(MagicAt, 5).SequenceEqual("ustar"u8)) return null;
        if (OctalOf(head.Slice(SumAt, 6)) != SumOf(head)) return null;
        if ((head[SizeAt] & 0x80) == 0) return OctalOf(head.Slice(SizeAt, 11));
        return BinaryPrimitives.ReadInt64BigEndian(head.Slice(SizeAt + 4, 8)) is > 0 and var size ? size : null;
    }

    /// <summary>How many bytes fill content up to a whole block.</summary>
    internal static int PaddingOf(long size) => (int)((Size - (size % Size)) % Size);

    // The sum is taken as if its own place held spaces.
    private static long SumOf(ReadOnlySpan<byte> head)
    {
        var sum = 8L * ' ';
        for (var at = 0; at < Size; at++) sum += at is >= SumAt and < SumAt + 8 ? 0 : head[at];
        return sum;
    }

    private static void Octal(Span<byte> place, long value)
    {
        var digits = Convert.ToString(value, 8).PadLeft(place.Length - 1, '0');
        _ = Encoding.ASCII.GetBytes(digits, place);
    }

    private static void Binary(Span<byte> place, long value)
    {
        place[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(place[4..], value);
    }

    private static long? OctalOf(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            value = (value * 8) + digit - '0';
        }

        return value;
    }
}
