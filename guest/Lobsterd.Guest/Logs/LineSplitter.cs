namespace Lobsterd.Guest.Logs;

/// <summary>Cuts a stream of bytes into lines. A line longer than the bound becomes several, so memory never grows with what is written.</summary>
internal sealed class LineSplitter
{
    /// <summary>Longest line in bytes, its end not counted.</summary>
    internal const int MostBytes = 8 << 10;

    private const int LongestCharacter = 4;

    private readonly byte[] pending = new byte[MostBytes];
    private int count;

    /// <summary>Takes bytes, and hands on each line that they complete, without its end.</summary>
    internal void Push(ReadOnlySpan<byte> bytes, Action<byte[]> line)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            Fill(end < 0 ? bytes : bytes[..end], line);
            if (end < 0) return;

            var length = count > 0 && pending[count - 1] == (byte)'\r' ? count - 1 : count;
            Take(length, count, line);
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Hands on what has no end yet: the stream is over.</summary>
    internal void Flush(Action<byte[]> line)
    {
        if (count > 0) Take(count, count, line);
    }

    private void Fill(ReadOnlySpan<byte> piece, Action<byte[]> line)
    {
        while (count + piece.Length > MostBytes)
        {
            var room = MostBytes - count;
            piece[..room].CopyTo(pending.AsSpan(count));
            count = MostBytes;
            piece = piece[room..];

            var cut = WholeCharacters(pending);
            Take(cut, cut, line);
        }

        piece.CopyTo(pending.AsSpan(count));
        count += piece.Length;
    }

    private void Take(int length, int consumed, Action<byte[]> line)
    {
        line(pending[..length]);
        pending.AsSpan(consumed, count - consumed).CopyTo(pending);
        count -= consumed;
    }

    /// <summary>The length of a full buffer without the head of a UTF-8 character that the cut would part from its tail.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> full)
    {
        for (var back = 1; back <= LongestCharacter; back++)
        {
            var first = full[^back];
            if ((first & 0xC0) == 0x80) continue;

            var length = first switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
            return length > back ? full.Length - back : full.Length;
        }

        return full.Length;    // four continuations in a row: no UTF-8, so no character is harmed
    }
}
