using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>One of the agent's ports, on all of its addresses: takes the host's connections, as many as the protocol allows, and nobody else's.</summary>
/// <remarks>What runs in the guest can reach the port too, and could use its connections up; its address is not the host's.</remarks>
internal sealed class AgentPort : IDisposable
{
    private readonly List<Listener> listeners = [];
    private readonly HashSet<Task> sessions = [];
    private readonly TimeProvider clock;
    private readonly Predicate<IPAddress> isHost;
    private readonly Action<Exception> fault;

    private AgentPort(TimeProvider clock, Predicate<IPAddress> isHost, Action<Exception> fault) =>
        (this.clock, this.isHost, this.fault) = (clock, isHost, fault);

    /// <summary>Opens a port.</summary>
    /// <param name="loop">Whose thread we are on.</param>
    /// <param name="addresses">Where.</param>
    /// <param name="port">Which.</param>
    /// <param name="isHost">Who is served.</param>
    /// <param name="fault">Told of a session that ended by a bug; the port goes on.</param>
    /// <error code="socket.listen.failed">An address is not ours, or the port is taken.</error>
    internal static Result<AgentPort, LobsterError> Open(
        EventLoop loop, IReadOnlyList<IPAddress> addresses, int port, Predicate<IPAddress> isHost, Action<Exception> fault)
    {
        var opened = new AgentPort(loop.Clock, isHost, fault);
        foreach (var address in addresses)
        {
            if (Listener.Open(loop, new IPEndPoint(address, port)).TryGetError(out var error, out var listener))
            {
                opened.Dispose();
                return error;
            }

            opened.listeners.Add(listener);
        }

        return opened;
    }

    /// <summary>Serves until it is cancelled, and every session has ended.</summary>
    /// <param name="serve">Runs one session to its end; its token is cancelled when the peer is gone.</param>
    /// <param name="cancellationToken">Ends the port and its sessions.</param>
    internal async Task RunAsync(Func<IByteStream, CancellationToken, Task> serve, CancellationToken cancellationToken)
    {
        await Task.WhenAll(listeners.Select(listener => AcceptAsync(listener, serve, cancellationToken)));
        await Task.WhenAll(sessions);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var listener in listeners) listener.Dispose();
    }

    private async Task AcceptAsync(Listener listener, Func<IByteStream, CancellationToken, Task> serve, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (stream, peer) = await listener.AcceptAsync(cancellationToken);
                if (isHost(peer.Address) && sessions.Count < AgentLimits.MaxConnections) Begin(stream, serve, cancellationToken);
                else stream.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Begin(IByteStream stream, Func<IByteStream, CancellationToken, Task> serve, CancellationToken cancellationToken)
    {
        var session = ServeAsync(stream, serve, cancellationToken);
        if (session.IsCompleted) return;
        _ = sessions.Add(session);
        session.GetAwaiter().OnCompleted(() => _ = sessions.Remove(session));
    }

    private async Task ServeAsync(IByteStream stream, Func<IByteStream, CancellationToken, Task> serve, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using (stream)
        {
            var leaving = CancelOnHangUpAsync(stream, over);
            try
            {
                await serve(stream, over.Token);
                await stream.PartAsync(clock, over.Token);
            }
            catch (OperationCanceledException)
            {
            }
#pragma warning disable CA1031 // the root of every session: a bug in one must not end the others, nor PID 1
            catch (Exception exception)
#pragma warning restore CA1031
            {
                fault(exception);
            }

            stream.Dispose();
            await leaving;
        }
    }

    /// <summary>Ends whatever a request still waits for once nobody is there to be answered.</summary>
    private static async Task CancelOnHangUpAsync(IByteStream stream, CancellationTokenSource over)
    {
        try
        {
            await stream.WaitHangUpAsync(over.Token);
#pragma warning disable VSTHRD103 // CancelAsync would go through the thread pool
            over.Cancel();
#pragma warning restore VSTHRD103
        }
        catch (OperationCanceledException)
        {
        }
    }
}
