using System.Text;

namespace Lobsterd.Edge.Dns;

/// <summary>Names in messages: labels, each with its length before it, and pointers to where a name goes on.</summary>
internal static class DnsName
{
    private const int MostBytes = 255;
    private const int MostLabelBytes = 63;
    private const int PointerBits = 0xC0;

    /// <summary>Reads a name, in lower case, without a dot at its end.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where it begins; where it ended, afterwards.</param>
    /// <param name="name">The name; empty for the root's and for one that is no host's.</param>
    /// <returns>Whether there is a name at all.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder();
        var (position, length, isPlain) = (at, 1, true);
        var end = -1;
        while (true)
        {
            if (position >= message.Length) return false;
            var size = message[position];
            if ((size & PointerBits) == PointerBits)
            {
                if (position + 1 >= message.Length) return false;
                var target = ((size & ~PointerBits) << 8) | message[position + 1];
                if (end < 0) end = position + 2;

                // Backwards only: then it comes to an end.
                if (target >= position) return false;
                position = target;
                continue;
            }

            if (size > MostLabelBytes) return false;
            if (size == 0) break;
            length += size + 1;
            if (length > MostBytes || position + 1 + size > message.Length) return false;
            if (text.Length > 0) _ = text.Append('.');
            foreach (var sign in message.Slice(position + 1, size))
            {
                isPlain &= char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)'-' or (byte)'_';
                _ = text.Append(char.IsAsciiLetterUpper((char)sign) ? (char)(sign | 0x20) : (char)sign);
            }

            position += 1 + size;
        }

        at = end < 0 ? position + 1 : end;
        if (isPlain) name = text.ToString();
        return true;
    }

    /// <summary>Writes a name whose labels are 1 to 63 signs of ASCII each.</summary>
    /// <returns>Bytes written.</returns>
    internal static int Write(string name, Span<byte> destination)
    {
        var at = 0;
        foreach (var label in name.Split('.'))
        {
            destination[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, destination[at..]);
        }

        destination[at++] = 0;
        return at;
    }
}
