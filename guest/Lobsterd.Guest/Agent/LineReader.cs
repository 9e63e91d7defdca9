using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Agent;

/// <summary>Reads lines from a peer that may send anything, at any pace.</summary>
internal sealed class LineReader(Inbox inbox, TimeProvider clock)
{
    /// <summary>Reads one line.</summary>
    /// <param name="within">How long the peer may take for all of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The line without its end; null when the peer is gone, too slow, or sends more than the inbox holds.</returns>
    internal async Task<byte[]?> ReadAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var searched = 0;
            while (true)
            {
                var end = inbox.Unread.Span[searched..].IndexOf((byte)'\n');
                if (end >= 0) return Take(searched + end);

                searched = inbox.Unread.Length;
                if (!await inbox.FillAsync(either.Token)) return null;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private byte[] Take(int length)
    {
        var line = inbox.Unread[..length].ToArray();
        inbox.Consume(length + 1);
        return line;
    }
}
