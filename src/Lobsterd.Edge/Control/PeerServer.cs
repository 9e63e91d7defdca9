using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Listening;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Edge.Control;

/// <summary>Takes connections on a Unix socket from those whom it knows by the kernel's word, a bounded number at a time.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    // A full backlog of a Unix socket refuses at once, so it is deeper than the bound on connections.
    private const int Backlog = 256;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CancellationTokenSource stop = new();
    private readonly Socket socket;
    private readonly Func<uint, bool> admits;
    private readonly Func<Socket, CancellationToken, Task> serve;
    private readonly TimeProvider clock;
    private readonly int most;
    private readonly SemaphoreSlim free;
    private readonly Task accepting;
    private bool isDisposed;

    private PeerServer(Socket socket, int most, Func<uint, bool> admits, Func<Socket, CancellationToken, Task> serve, TimeProvider clock)
    {
        this.socket = socket;
        this.most = most;
        this.admits = admits;
        this.serve = serve;
        this.clock = clock;
        free = new SemaphoreSlim(most);
        accepting = AcceptAsync(stop.Token);
    }

    /// <summary>Starts to listen; a socket file that lies there is replaced.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="what">What people call it.</param>
    /// <param name="most">Connections at the same time; further ones are closed at once.</param>
    /// <param name="admits">Whether a user is heard.</param>
    /// <param name="serve">Serves one connection to its end; it stays the server's. What it throws when the peer has left ends it.</param>
    /// <param name="clock">For pauses.</param>
    /// <error code="edge.start.failed">The socket cannot be made.</error>
    public static Result<PeerServer, LobsterError> Start(
        string path, string what, int most, Func<uint, bool> admits, Func<Socket, CancellationToken, Task> serve, TimeProvider clock)
    {
        try
        {
            return new PeerServer(LocalSocket.Listen(path, Backlog, OwnerOnly), most, admits, serve, clock);
        }
        catch (Exception fault) when (fault is SocketException or IOException or UnauthorizedAccessException)
        {
            return new LobsterError(EdgeErrors.StartFailed, $"the {what} {path} cannot be made: {fault.Message}");
        }
    }

    /// <summary>Ends every connection, and the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        await stop.CancelAsync();
        socket.Dispose();
        await accepting;

        // Every session gives its place back at its end.
        for (var place = 0; place < most; place++) await free.WaitAsync();
        free.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (await socket.NextAsync(clock, cancellationToken) is { } peer)
        {
            if (PeerCredentials.Of(peer) is { } who && admits(who.Uid) && free.Wait(0, CancellationToken.None)) _ = ServeAsync(peer, cancellationToken);
            else peer.Dispose();
        }
    }

    private async Task ServeAsync(Socket peer, CancellationToken cancellationToken)
    {
        try
        {
            await serve(peer, cancellationToken);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The peer left, or the edge ends.
        }
        finally
        {
            peer.Dispose();
            _ = free.Release();
        }
    }
}
