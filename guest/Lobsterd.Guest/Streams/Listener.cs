using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Guest.Streams;

/// <summary>An open TCP port.</summary>
internal sealed class Listener : IDisposable
{
    private const int Backlog = 128;
    private static readonly TimeSpan Breather = TimeSpan.FromMilliseconds(100);

    private readonly EventLoop loop;
    private readonly Fd socket;
    private readonly Watch watch;

    private Listener(EventLoop loop, Fd socket, Watch watch) => (this.loop, this.socket, this.watch) = (loop, socket, watch);

    /// <summary>Where it listens; tells the port when 0 was asked for.</summary>
    internal Result<IPEndPoint, LobsterError> EndPoint => TcpSocket.LocalEndPoint(socket);

    /// <summary>Opens a port.</summary>
    /// <error code="socket.listen.failed">The address is not ours, or is taken, or its family is switched off.</error>
    /// <error code="descriptor.control.failed">It cannot be waited for.</error>
    internal static Result<Listener, LobsterError> Open(EventLoop loop, IPEndPoint endPoint)
    {
        if (TcpSocket.Listen(endPoint, Backlog).TryGetError(out var error, out var socket)) return error;
        if (!loop.Watch(socket).TryGetError(out error, out var watch)) return new Listener(loop, socket, watch);
        socket.Dispose();
        return error;
    }

    /// <summary>The next connection; waits through a shortage of descriptors.</summary>
    internal async Task<Connection> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TcpSocket.Accept(socket).TryGetError(out _, out var taken)) await Task.Delay(Breather, loop.Clock, cancellationToken);
            else if (taken is not { } accepted) await watch.WaitReadableAsync(cancellationToken);
            else if (DescriptorStream.Adopt(loop, accepted.Socket).TryGetValue(out var stream)) return new Connection(stream, accepted.Peer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watch.Dispose();
        socket.Dispose();
    }
}
