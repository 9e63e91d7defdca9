using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Descriptors;

/// <summary>One of the process's own standard descriptors as a stream of plain read(2) and write(2); it is never closed.</summary>
/// <remarks>Not a FileStream: that writes to a file at a position of its own, and so over what others who share the descriptor write. And not Console,
/// which costs milliseconds and takes hold of the terminal. A descriptor that somebody made non-blocking is waited for.</remarks>
public sealed class StandardStream(int number) : Stream
{
    private const short PollIn = 1;
    private const short PollOut = 4;

    /// <inheritdoc/>
    public override bool CanRead => number == 0;

    /// <inheritdoc/>
    public override bool CanWrite => number != 0;

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
    public override unsafe int Read(Span<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* start = buffer) count = DescriptorCalls.Read(number, start, (nuint)buffer.Length);
            if (count >= 0) return (int)count;
            WaitOrThrow(PollIn);
        }
    }

    /// <inheritdoc/>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint count;
            fixed (byte* start = buffer) count = DescriptorCalls.Write(number, start, (nuint)buffer.Length);
            if (count >= 0) buffer = buffer[(int)count..];
            else WaitOrThrow(PollOut);
        }
    }

    /// <summary>Reads on a thread of its own, since nothing can call a read of a terminal off.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Factory.StartNew(() => Read(buffer.Span), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Writes at once, on this thread.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private unsafe void WaitOrThrow(short events)
    {
        var error = Errno.LastNumber;
        if (error == Errno.Interrupted) return;
        if (error != Errno.Again) throw new IOException($"descriptor {number}: {Marshal.GetPInvokeErrorMessage(error)}", error);
        var asked = new PollFd { Descriptor = number, Events = events };
        _ = DescriptorCalls.Poll(&asked, 1, -1);
    }
}
