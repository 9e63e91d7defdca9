using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Listening;
using Lobsterd.Edge.Routing;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Edge.Publishing;

/// <summary>Listens on one published port, on every address of the host.</summary>
internal sealed class PortListener : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly CancellationTokenSource stop = new();
    private readonly Socket socket;
    private readonly StreamRelay relay;
    private readonly TimeProvider clock;
    private readonly Task accepting;
    private PortTarget target;

    private PortListener(int port, Socket socket, PortTarget target, StreamRelay relay, TimeProvider clock)
    {
        Port = port;
        this.socket = socket;
        this.target = target;
        this.relay = relay;
        this.clock = clock;
        accepting = AcceptAsync(stop.Token);
    }

    /// <summary>The host's port.</summary>
    public int Port { get; }

    /// <summary>The listening socket's descriptor; valid until this is disposed.</summary>
    public SafeHandle Handle => socket.SafeHandle;

    /// <summary>Starts to listen, or goes on where the edge before listened.</summary>
    /// <param name="port">The host's port.</param>
    /// <param name="target">Where its connections go.</param>
    /// <param name="relay">What carries them.</param>
    /// <param name="handed">What the edge before has handed over.</param>
    /// <param name="clock">For pauses.</param>
    /// <error code="edge.publish.privileged">The port is below what the kernel gives to a process without capabilities.</error>
    /// <error code="edge.publish.taken">Another process listens on it.</error>
    public static Result<PortListener, LobsterError> Open(int port, PortTarget target, StreamRelay relay, HandedSockets handed, TimeProvider clock)
    {
        if (handed.Take(HandedSockets.PortName(port)) is { } socket) return new PortListener(port, socket, target, relay, clock);
        var first = UnprivilegedPorts.First;
        return port < first ? Privileged(port, first) : Bind(port).Map(socket => new PortListener(port, socket, target, relay, clock));
    }

    /// <summary>Leads further connections elsewhere; those under way stay.</summary>
    public void Lead(PortTarget elsewhere) => Volatile.Write(ref target, elsewhere);

    /// <summary>Stops listening; connections under way stay.</summary>
    public async ValueTask DisposeAsync()
    {
        // The loop first: a socket that is closed while it is in use may be shut down, for the next edge as well.
        await stop.CancelAsync();
        await accepting;
        socket.Dispose();
        stop.Dispose();
    }

    private static Result<Socket, LobsterError> Bind(int port)
    {
        var family = Socket.OSSupportsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (family == AddressFamily.InterNetworkV6) socket.DualMode = true;
            socket.Bind(new IPEndPoint(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            return fault.SocketErrorCode == SocketError.AccessDenied
                ? Privileged(port, port + 1)
                : new LobsterError(EdgeErrors.PortTaken, $"port {port} of the host cannot be listened on: {fault.Message}");
        }
    }

    private static LobsterError Privileged(int port, int first) => new(
        EdgeErrors.PortPrivileged,
        $"port {port} is privileged on this host: ports begin at {first} for a process without capabilities",
        $"choose a port from {first} on, or lower it with 'sysctl -w net.ipv4.ip_unprivileged_port_start={port}' and a file in /etc/sysctl.d");

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (await socket.NextAsync(clock, cancellationToken, GuestSocket.Tune) is { } client) relay.Adopt(client, Port, Volatile.Read(ref target));
    }
}
