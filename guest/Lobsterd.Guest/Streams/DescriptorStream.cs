using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Guest.Streams;

/// <summary>A connection, pipe or terminal of the kernel's as a stream of the loop's.</summary>
internal sealed class DescriptorStream : IByteStream
{
    private const int DroppedAtOnce = 16 << 10;
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly Fd descriptor;
    private readonly Watch watch;

    private DescriptorStream(Fd descriptor, Watch watch) => (this.descriptor, this.watch) = (descriptor, watch);

    /// <summary>Takes a descriptor over and makes it not block.</summary>
    /// <error code="descriptor.control.failed">It cannot be waited for.</error>
    internal static Result<IByteStream, LobsterError> Adopt(EventLoop loop, Fd descriptor)
    {
        Watch? watch = null;
        if (!descriptor.SetNonBlocking().TryGetError(out var error) && !loop.Watch(descriptor).TryGetError(out error, out watch))
            return new DescriptorStream(descriptor, watch);

        descriptor.Dispose();
        return error;
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!descriptor.IsClosed)
        {
            // An error (reset, or EIO of a terminal that nobody has open) is an end like any other.
            if (!descriptor.Read(buffer.Span).TryGetValue(out var count)) return 0;
            if (count is { } some) return some;
            await watch.WaitReadableAsync(cancellationToken);
        }

        return 0;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty)
        {
            if (descriptor.IsClosed || !descriptor.WriteSome(data.Span).TryGetValue(out var count)) return false;
            if (count is { } some) data = data[some..];
            else await watch.WaitWritableAsync(cancellationToken);
        }

        return true;
    }

    /// <inheritdoc/>
    public Task WaitHangUpAsync(CancellationToken cancellationToken) => watch.WaitEndAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A connection that is closed with input unread, or gets some afterwards, is reset, and the kernel forgets what it still had to send. So
    /// whatever the peer sends is read and dropped meanwhile.</remarks>
    public async Task PartAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (TcpSocket.UnderWay(descriptor) > 0) TcpSocket.EndSending(descriptor);
        while (TcpSocket.UnderWay(descriptor) > 0 && !await DropInputAsync(clock, cancellationToken))
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watch.Dispose();
        descriptor.Dispose();
    }
    /// <summary>Reads for a moment and keeps nothing.</summary>
    /// <returns>Whether the peer has closed.</returns>
    private async Task<bool> DropInputAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        using var moment = new CancellationTokenSource(Glance, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(moment.Token, cancellationToken);
        var buffer = new byte[DroppedAtOnce];
        try
        {
            while (!either.IsCancellationRequested)
            {
                if (await ReadAsync(buffer, either.Token) == 0) return true;
                // A peer that never stops sending must not keep the loop, nor its timers.
                await Task.Yield();
            }
        }
        catch (OperationCanceledException)
        {
        }

        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }
}
