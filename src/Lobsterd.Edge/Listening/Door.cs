using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Lobsterd.Edge.Listening;

/// <summary>One endpoint that HTTP connections come to. It can be handed to the next edge: taking no more connections is one thing here, and
/// no longer listening another.</summary>
/// <remarks>The server's own transport ends to accept by closing its socket, and the runtime may shut a socket down that it closes while it is in
/// use; that would reach the next edge, which has the same one. So what accepts here is ended first, and the socket is closed when nothing uses it.</remarks>
/// <param name="name">What the next edge knows it by.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="socket">Listens already; owned from here on.</param>
/// <param name="connections">Makes the server's connections of accepted sockets.</param>
/// <param name="clock">For pauses.</param>
internal sealed class Door(string name, EndPoint endpoint, Socket socket, SocketConnectionContextFactory connections, TimeProvider clock) : IConnectionListener
{
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim accepting = new(1);

    public string Name => name;

    /// <inheritdoc/>
    public EndPoint EndPoint => endpoint;

    /// <summary>The listening socket's descriptor; valid until the door is closed.</summary>
    public SafeHandle Handle => socket.SafeHandle;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        await accepting.WaitAsync(cancellationToken);
        try
        {
            return await socket.NextAsync(clock, stop.Token, Tune) is { } accepted ? connections.Create(accepted) : null;
        }
        finally
        {
            _ = accepting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default) => await CloseAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Takes no more connections and lets the socket go; whoever else has it listens on. Closed already is success.</summary>
    public async Task CloseAsync()
    {
        await stop.CancelAsync();
        await accepting.WaitAsync(CancellationToken.None);
        socket.Dispose();
        _ = accepting.Release();
    }

    private static void Tune(Socket accepted)
    {
        if (accepted.AddressFamily != AddressFamily.Unix) accepted.NoDelay = true;
    }
}
