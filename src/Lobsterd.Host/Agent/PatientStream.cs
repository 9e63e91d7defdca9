using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Agent;

/// <summary>A connection to an agent that can be told to be patient: what comes is then noticed at the next of the ticks that it shares with others, and the
/// connection's end at once.</summary>
/// <remarks>One reader and one writer at a time. The runtime's own sockets are told of every byte, whether anyone waits for it or not.</remarks>
/// <param name="socket">Connected, and does not block; the stream's own.</param>
internal sealed class PatientStream(Fd socket) : Stream
{
    private readonly CancellationTokenSource closed = new();
    private SharedTicks? ticks;
    private Task? ended;

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

    /// <summary>From now on bytes may wait for the next tick.</summary>
    internal void WaitBy(SharedTicks shared)
    {
        ended = ReadinessLoop.Shared.WaitEndAsync(socket, closed.Token);
        ticks = shared;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var isOver = ended is { IsCompleted: true };
            if (socket.Read(buffer.Span).TryGetError(out var error, out var count)) throw new IOException(error.Message);
            if (count is { } read) return read;

            // The end is read like bytes; what has neither is broken.
            if (isOver) throw new IOException("the connection is over");
            if (ticks is { } shared) _ = await Task.WhenAny(shared.NextAsync(), ended!).WaitAsync(cancellationToken);
            else await ReadinessLoop.Shared.WaitReadableAsync(socket, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (socket.WriteSome(buffer.Span).TryGetError(out var error, out var count)) throw new IOException(error.Message);
            buffer = buffer[(count ?? 0)..];
            if (count is null) await ReadinessLoop.Shared.WaitWritableAsync(socket, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("it does not block");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("it does not block");

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is kept back.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !closed.IsCancellationRequested)
        {
            closed.Cancel();
            socket.Dispose();
        }
        base.Dispose(disposing);
    }
}
