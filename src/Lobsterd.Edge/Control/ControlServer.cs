using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Names;
using Lobsterd.Linux.Sockets;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Control;

/// <summary>Takes control connections, from root alone.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    // A full backlog of a Unix socket refuses at once, so it is deeper than the bound on connections.
    private const int Backlog = 256;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CancellationTokenSource stop = new();
    private readonly Socket socket;
    private readonly ControlAnswers answers;
    private readonly EventHub events;
    private readonly EventHub wakes;
    private readonly NameLine names;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim free = new(EdgeLimits.MaxConnections);
    private readonly Task accepting;

    private ControlServer(Socket socket, ControlAnswers answers, EventHub events, EventHub wakes, NameLine names, TimeProvider clock)
    {
        this.socket = socket;
        this.answers = answers;
        this.events = events;
        this.wakes = wakes;
        this.names = names;
        this.clock = clock;
        accepting = AcceptAsync(stop.Token);
    }

    /// <summary>Starts to listen; a socket file that a dead edge left is replaced.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="answers">What to answer.</param>
    /// <param name="events">What watchers are told.</param>
    /// <param name="wakes">What those who watch wakes are told.</param>
    /// <param name="names">What one who judges names is told.</param>
    /// <param name="clock">For bounds.</param>
    /// <error code="edge.start.failed">The socket cannot be made.</error>
    public static Result<ControlServer, LobsterError> Start(string path, ControlAnswers answers, EventHub events, EventHub wakes, NameLine names, TimeProvider clock)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, OwnerOnly);
            socket.Listen(Backlog);
            return new ControlServer(socket, answers, events, wakes, names, clock);
        }
        catch (Exception fault) when (fault is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            return new LobsterError(EdgeErrors.StartFailed, $"the control socket {path} cannot be made: {fault.Message}");
        }
    }

    /// <summary>Ends every connection, and the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        socket.Dispose();
        await accepting;

        // Every session gives its place back at its end.
        for (var place = 0; place < EdgeLimits.MaxConnections; place++) await free.WaitAsync();
        free.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var peer = await socket.AcceptAsync(cancellationToken);
                if (PeerCredentials.Of(peer) is { Uid: 0 } && free.Wait(0, CancellationToken.None)) _ = ServeAsync(peer, cancellationToken);
                else peer.Dispose();
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer left before it was accepted, or no descriptor is left.
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket peer, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new NetworkStream(peer, ownsSocket: true);
            await new ControlSession(stream, answers, events, wakes, names, clock).RunAsync(cancellationToken);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The peer left, or the edge ends.
        }
        finally
        {
            _ = free.Release();
        }
    }
}
