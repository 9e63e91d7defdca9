namespace Lobsterd.Guest.Streams;

/// <summary>The unread bytes of a stream: a buffer that grows with what must be seen at once, never above its bound, and shrinks when it is empty.</summary>
internal sealed class Inbox(IByteStream stream, int mostBytes)
{
    private const int SmallBytes = 4 << 10;

    private byte[] buffer = new byte[Math.Min(SmallBytes, mostBytes)];
    private int start;
    private int end;

    /// <summary>What was read and not consumed; valid until the next call.</summary>
    internal ReadOnlyMemory<byte> Unread => buffer.AsMemory(start, end - start);

    /// <summary>Whether there is no room for more: what is unread is as long as the bound.</summary>
    internal bool IsFull => end - start == mostBytes;

    /// <summary>Forgets the first bytes.</summary>
    internal void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(end - start));
        start += count;
        if (start < end) return;

        start = end = 0;
        if (buffer.Length > SmallBytes) buffer = new byte[Math.Min(SmallBytes, mostBytes)];
    }

    /// <summary>Reads more, waiting for at least one byte.</summary>
    /// <returns>False when nothing will come any more, or when there is no room for it.</returns>
    internal async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (IsFull) return false;
        MakeRoom();

        var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        if (end < buffer.Length) return;

        var unread = Unread;
        var target = unread.Length < buffer.Length ? buffer : new byte[Math.Min(buffer.Length * 2, mostBytes)];
        unread.CopyTo(target);
        (buffer, start, end) = (target, 0, unread.Length);
    }
}
