namespace Lobsterd.Edge.Forwarding.WebSockets;

/// <summary>A client's WebSocket that is closed (1001, going away) once neither side has sent anything but pings and pongs for a while.</summary>
/// <remarks>What is read here comes from the client, what is written goes to it. A frame of ours only ever goes between two of the guest's.</remarks>
internal sealed class WatchedWebSocket : Stream
{
    // FIN and close, two bytes of payload: 1001.
    private static readonly byte[] GoingAway = [0x88, 0x02, 0x03, 0xE9];

    private readonly Stream client;
    private readonly TimeSpan longestSilence;
    private readonly TimeProvider clock;
    private readonly FrameTrack inwards = new();
    private readonly FrameTrack outwards = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;
    private long spokeAt;

    /// <summary>Watches from now on.</summary>
    /// <param name="client">The upgraded connection.</param>
    /// <param name="longestSilence">How long it may carry nothing but pings and pongs.</param>
    /// <param name="clock">Measures it.</param>
    public WatchedWebSocket(Stream client, TimeSpan longestSilence, TimeProvider clock)
    {
        (this.client, this.longestSilence, this.clock) = (client, longestSilence, clock);
        spokeAt = clock.GetTimestamp();
        watching = WatchAsync();
    }

    /// <summary>When either side last said something, as a timestamp of the clock.</summary>
    public long SpokeAt => Volatile.Read(ref spokeAt);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            var count = await client.ReadAsync(buffer, either.Token);
            Note(inwards, buffer.Span[..count]);
            return count;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Closed();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (over.IsCancellationRequested) throw Closed();
            Note(outwards, buffer.Span);
            await client.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _ = writing.Release();
        }
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => client.Flush();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Watches no longer; the connection itself is its owner's to close.</summary>
    public override async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        writing.Dispose();
        over.Dispose();
        await base.DisposeAsync();
    }

    private static IOException Closed() => new("closed: it carried nothing but pings for too long");

    private void Note(FrameTrack track, ReadOnlySpan<byte> bytes)
    {
        if (track.Take(bytes)) Volatile.Write(ref spokeAt, clock.GetTimestamp());
    }

    private async Task WatchAsync()
    {
        try
        {
            for (var left = longestSilence; left > TimeSpan.Zero; left = longestSilence - clock.GetElapsedTime(SpokeAt)) await Task.Delay(left, clock, over.Token);
            await writing.WaitAsync(over.Token);
            try
            {
                // A guest that stopped in the middle of a frame gets no word in: the end of the connection says it.
                if (outwards.IsBetweenFrames) await client.WriteAsync(GoingAway, over.Token);
            }
            finally
            {
                await over.CancelAsync();
                _ = writing.Release();
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // It ended by itself, or its client had gone.
        }
    }
}
