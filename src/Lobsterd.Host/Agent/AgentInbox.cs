using CSharpFunctionalExtensions;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>Cuts what an agent sends into lines and frames, in one buffer that never exceeds <see cref="MostBytes"/>.</summary>
/// <remarks>It knows no time: whoever reads brings a token with a bound. What it returns lies in the buffer and is valid until the next
/// read. The buffer is not pooled: a connection may be dropped while a read is under way, and that read would write into the next owner's
/// array.</remarks>
internal sealed class AgentInbox(Stream stream)
{
    /// <summary>Size of the buffer for an agent that behaves.</summary>
    internal const int FirstBytes = 4 << 10;

    /// <summary>Size that the buffer never exceeds: one whole frame, which is also room for the longest reply.</summary>
    internal const int MostBytes = AgentFrame.HeadBytes + AgentLimits.MaxFrameBytes;

    private byte[] buffer = new byte[FirstBytes];
    private int start;
    private int end;

    /// <summary>Bytes that arrived and nobody has read.</summary>
    internal int Unread => end - start;

    /// <summary>Size of the buffer now.</summary>
    internal int Capacity => buffer.Length;

    /// <summary>The next line, without its line feed.</summary>
    /// <param name="limit">Longest line in bytes, its line feed included; at most <see cref="MostBytes"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the inbox is of no use afterwards.</param>
    internal async ValueTask<Result<ReadOnlyMemory<byte>, AgentLapse>> ReadLineAsync(int limit, CancellationToken cancellationToken)
    {
        for (var scanned = 0; scanned < limit;)
        {
            var feed = buffer.AsSpan(start + scanned, Math.Min(Unread, limit) - scanned).IndexOf((byte)'\n');
            if (feed >= 0) return Take(scanned + feed, separator: 1);

            scanned = Math.Min(Unread, limit);
            if (scanned < limit && (await FillAsync(cancellationToken)).TryGetError(out var lapse)) return lapse;
        }

        return AgentLapse.Endless;
    }

    /// <summary>The next frame's type and payload.</summary>
    /// <param name="cancellationToken">Ends the wait; the inbox is of no use afterwards.</param>
    internal async ValueTask<Result<(AgentFrameType Type, ReadOnlyMemory<byte> Payload), AgentLapse>> ReadFrameAsync(CancellationToken cancellationToken)
    {
        while (Unread < AgentFrame.HeadBytes)
            if ((await FillAsync(cancellationToken)).TryGetError(out var lapse)) return lapse;
        if (!AgentFrame.TryReadHead(buffer.AsSpan(start, Unread), out var frame)) return AgentLapse.Garbled;

        while (Unread < AgentFrame.HeadBytes + frame.Length)
            if ((await FillAsync(cancellationToken)).TryGetError(out var lapse)) return lapse;
        start += AgentFrame.HeadBytes;
        return (frame.Type, Take(frame.Length, separator: 0));
    }

    private async ValueTask<UnitResult<AgentLapse>> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        try
        {
            var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (count == 0) return Unread == 0 ? AgentLapse.Closed : AgentLapse.CutShort;
            end += count;
            return UnitResult.Success<AgentLapse>();
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            return AgentLapse.Reset;
        }
    }

    /// <summary>Makes room for at least one byte. It grows by doubling, so a peer pays for memory with bytes, not with a length it claims.</summary>
    private void MakeRoom()
    {
        if (start == end) (start, end) = (0, 0);
        if (end < buffer.Length) return;

        var target = start > 0 ? buffer : new byte[Math.Min(MostBytes, buffer.Length * 2)];
        buffer.AsSpan(start, Unread).CopyTo(target);
        (buffer, start, end) = (target, 0, Unread);
    }

    private ReadOnlyMemory<byte> Take(int length, int separator)
    {
        var taken = buffer.AsMemory(start, length);
        start += length + separator;
        return taken;
    }
}
