using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Guest.Streams;

/// <summary>A connection, pipe or terminal of the kernel's as a stream of the loop's.</summary>
internal sealed class DescriptorStream : IByteStream
{
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
    public void Dispose()
    {
        watch.Dispose();
        descriptor.Dispose();
    }
}
