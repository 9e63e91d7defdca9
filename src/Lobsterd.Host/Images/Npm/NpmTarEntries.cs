using System.Buffers.Text;
using System.Text;

namespace Lobsterd.Host.Images.Npm;

/// <summary>A regular file of a tar archive.</summary>
/// <param name="Name">Its whole name, as the archive has it.</param>
/// <param name="IsExecutable">Whether its owner may execute it.</param>
/// <param name="Offset">Where its bytes begin in the archive.</param>
/// <param name="Size">Number of bytes.</param>
internal readonly record struct NpmTarEntry(string Name, bool IsExecutable, long Offset, long Size);

/// <summary>Reads the regular files of a tar archive, in the forms in which packages are written: ustar, pax and GNU's.</summary>
/// <remarks>The library's reader reads owners too, and throws at those that do not fit: packages of authors with large user numbers are common, and nobody asks for their owners.
/// Form: <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13">pax</see>.</remarks>
internal static class NpmTarEntries
{
    private const int Block = 512;
    private const int LargestExtra = 1 << 20;

    /// <summary>Reads them.</summary>
    /// <param name="archive">The archive, not compressed, seekable, from its start.</param>
    /// <exception cref="InvalidDataException">It is no archive, or is cut off.</exception>
    public static IEnumerable<NpmTarEntry> Read(Stream archive)
    {
        var header = new byte[Block];
        string? name = null;
        long? size = null;
        for (var at = 0L; at < archive.Length;)
        {
            archive.Position = at;
            if (archive.ReadAtLeast(header, Block, throwOnEndOfStream: false) < Block) throw new InvalidDataException("it is cut off");
            if (header.AsSpan().IndexOfAnyExcept((byte)0) < 0) yield break;
            if (!IsSummedUp(header)) throw new InvalidDataException("a header's sum is not that of the header");

            var length = size ?? Number(header.AsSpan(124, 12));
            var start = at + Block;
            if (length < 0 || length > archive.Length - start) throw new InvalidDataException("an entry is longer than the archive");
            switch (header[156])
            {
                case (byte)'x':
                    foreach (var (key, value) in Extras(Extra(archive, length)))
                    {
                        if (key == "path") name = value;
                        else if (key == "size") size = long.TryParse(value, out var told) ? told : throw new InvalidDataException("a size is no number");
                    }

                    break;
                case (byte)'L':
                    name = Text(Extra(archive, length));
                    break;
                case (byte)'g' or (byte)'K':
                    break;
                case (byte)'0' or 0 or (byte)'7':
                    yield return new NpmTarEntry(name ?? NameOf(header), (Number(header.AsSpan(100, 8)) & 0x40) != 0, start, length);
                    (name, size) = (null, null);
                    break;
                default:
                    (name, size) = (null, null);
                    break;
            }

            at = start + ((length + Block - 1) / Block * Block);
        }
    }

    private static string NameOf(ReadOnlySpan<byte> header)
    {
        var name = Text(header[..100]);
        var prefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(header.Slice(345, 155)) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    // Its own field counts as eight spaces.
    private static bool IsSummedUp(ReadOnlySpan<byte> header)
    {
        var sum = 0L;
        for (var i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? ' ' : header[i];
        return sum == Number(header.Slice(148, 8));
    }

    // Octal digits; or, where the first bit is set, the bytes of a number that has more of them than fit.
    private static long Number(ReadOnlySpan<byte> field)
    {
        var number = 0L;
        if ((field[0] & 0x80) != 0)
        {
            foreach (var digit in field[^8..]) number = (number << 8) | digit;
            return field[..^8].IndexOfAnyExcept((byte)0, (byte)0x80) < 0 ? number : -1;
        }

        foreach (var digit in field.TrimStart((byte)' '))
        {
            if (digit is < (byte)'0' or > (byte)'7') break;
            number = (number << 3) | (uint)(digit - '0');
        }

        return number;
    }

    private static byte[] Extra(Stream archive, long length)
    {
        if (length > LargestExtra) throw new InvalidDataException("a name is too long");
        var bytes = new byte[length];
        archive.ReadExactly(bytes);
        return bytes;
    }

    // "30 path=package/lib/index.js\n": its own length, a key, a value.
    private static List<(string Key, string Value)> Extras(ReadOnlySpan<byte> bytes)
    {
        var extras = new List<(string, string)>();
        while (bytes.Length > 0)
        {
            if (!Utf8Parser.TryParse(bytes, out int length, out var digits) || length <= digits + 1 || length > bytes.Length) throw new InvalidDataException("an extended header is none");
            var pair = bytes[(digits + 1)..(length - 1)];
            if (pair.IndexOf((byte)'=') is var cut and > 0) extras.Add((Text(pair[..cut]), Text(pair[(cut + 1)..])));
            bytes = bytes[length..];
        }

        return extras;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is var end and >= 0 ? bytes[..end] : bytes);
}
