using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Handover;
using Lobsterd.Protocol.Edge;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lobsterd.Edge.Listening;

/// <summary>Every endpoint for HTTP: those that the edge before has handed over, and new ones for the rest. The server's transport.</summary>
internal sealed class Doors : IConnectionListenerFactory, IAsyncDisposable
{
    // A full backlog of a Unix socket refuses at once where that of a TCP socket would let wait.
    private const int Backlog = 4_096;

    // Who may come is decided by the folder's mode and by the peer's credentials; the socket's own mode would shut Caddy out.
    private const UnixFileMode Anyone = (UnixFileMode)0b110_110_110;

    private readonly List<Door> doors = [];
    private readonly SocketConnectionContextFactory connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly TimeProvider clock;

    private Doors(TimeProvider clock) => this.clock = clock;

    /// <summary>All of them, to be handed over.</summary>
    public IReadOnlyList<Door> All => doors;

    /// <summary>Listens on everything that the options name.</summary>
    /// <param name="options">How the edge was started.</param>
    /// <param name="handed">What the edge before listened on; taken out of it is what is used here.</param>
    /// <param name="clock">For pauses.</param>
    /// <error code="edge.start.failed">An endpoint cannot be listened on.</error>
    public static async Task<Result<Doors, LobsterError>> OpenAsync(EdgeOptions options, HandedSockets handed, TimeProvider clock)
    {
        var opened = new Doors(clock);
        try
        {
            if (options.HttpSocket is { } path) opened.Add($"http:{path}", new UnixDomainSocketEndPoint(path), handed, () => LocalSocket.Listen(path, Backlog, Anyone));
            if (options.HttpEndpoint is { } http) opened.Add($"http:{http}", http, handed, () => Listen(http));
            if (options.Ask is { } ask) opened.Add($"ask:{ask}", ask, handed, () => Listen(ask));
            return opened;
        }
        catch (Exception fault) when (fault is IOException or SocketException or UnauthorizedAccessException)
        {
            await opened.DisposeAsync();
            return new LobsterError(EdgeErrors.StartFailed, $"the edge cannot listen for requests: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(doors.Single(door => door.EndPoint.ToString() == endpoint.ToString()));

    /// <summary>Takes no more connections anywhere.</summary>
    public async Task CloseAsync()
    {
        foreach (var door in doors) await door.CloseAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        connections.Dispose();
    }

    private void Add(string name, EndPoint endpoint, HandedSockets handed, Func<Socket> listen) =>
        doors.Add(new Door(name, endpoint, handed.Take(name) ?? listen(), connections, clock));

    private static Socket Listen(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
