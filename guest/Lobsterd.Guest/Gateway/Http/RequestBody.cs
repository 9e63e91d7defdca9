using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>The body of one request, read from the connection's inbox as it comes and never held whole.</summary>
internal sealed class RequestBody(Inbox inbox, BodyFraming framing, TimeProvider clock)
{
    private readonly ChunkDecoder? chunks = framing.IsChunked ? new ChunkDecoder() : null;
    private long remaining = framing.Length;

    /// <summary>Whether all of it was read, so that the next request may follow.</summary>
    internal bool IsOver => chunks?.IsOver ?? remaining == 0;

    /// <summary>Reads the next piece.</summary>
    /// <returns>At least one byte; empty at the end, or when the peer broke off, fell silent or broke the framing (see <see cref="IsOver"/>).</returns>
    internal async ValueTask<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        while (!IsOver && chunks is not { IsBroken: true })
        {
            if (inbox.Unread.IsEmpty && !await FillAsync(cancellationToken)) return [];

            var piece = TakePiece();
            if (piece.Length > 0) return piece;
        }

        return [];
    }

    /// <summary>Reads away what nobody wants.</summary>
    /// <returns>False when it is too long for that, or broken: the connection cannot be kept.</returns>
    internal async ValueTask<bool> DrainAsync(CancellationToken cancellationToken)
    {
        var drained = 0;
        while (!IsOver)
        {
            var piece = await ReadAsync(cancellationToken);
            drained += piece.Length;
            if (drained > HttpLimits.MostDrainedBytes || (piece.Length == 0 && !IsOver)) return false;
        }

        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(HttpLimits.IdleTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await inbox.FillAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private byte[] TakePiece()
    {
        var unread = inbox.Unread.Span;
        int consumed;
        ReadOnlySpan<byte> data;
        if (chunks is null)
        {
            data = unread[..(int)Math.Min(unread.Length, remaining)];
            consumed = data.Length;
            remaining -= consumed;
        }
        else
        {
            data = chunks.Read(unread, out consumed);
        }

        // Copied before it is consumed: the inbox may then reuse the bytes.
        var piece = data.ToArray();
        inbox.Consume(consumed);
        return piece;
    }
}
