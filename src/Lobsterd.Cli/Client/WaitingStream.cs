using System.Net.Sockets;

namespace Lobsterd.Cli.Client;

/// <summary>A connection that is waited for on the thread that asks: for a short answer, while there is nothing else to do.</summary>
/// <remarks>The runtime's own way to wait starts an engine and a thread for it, which took a third of a whole short command.</remarks>
internal sealed class WaitingStream : Stream
{
    private readonly Socket socket;

    /// <summary>Takes the socket over.</summary>
    /// <param name="socket">Connected.</param>
    /// <param name="patience">Longest wait for the next bytes.</param>
    internal WaitingStream(Socket socket, TimeSpan patience)
    {
        this.socket = socket;
        socket.ReceiveTimeout = socket.SendTimeout = (int)patience.TotalMilliseconds;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Wait(() => socket.Receive(buffer.Span), cancellationToken));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var sent = 0; sent < buffer.Length;) sent += Wait(() => socket.Send(buffer.Span[sent..]), cancellationToken);
        return ValueTask.CompletedTask;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }

    private int Wait(Func<int> call, CancellationToken cancellationToken)
    {
        // A connection that is shut down wakes whoever waits for it.
        using var end = cancellationToken.UnsafeRegister(static shut => ShutDown((Socket)shut!), socket);
        try
        {
            return call();
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new TimeoutException(exception.Message, exception);
        }
        finally
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static void ShutDown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The other end was quicker.
        }
    }
}
