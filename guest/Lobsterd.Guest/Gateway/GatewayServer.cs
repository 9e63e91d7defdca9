using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Gateway.Http;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Gateway;

/// <summary>The demo gateway's port.</summary>
internal sealed class GatewayServer : IDisposable
{
    private readonly EventLoop loop;
    private readonly Listener listener;
    private readonly GatewayRoutes routes;
    private readonly Action<Exception> fault;
    private readonly HashSet<Task> connections = [];
    private readonly Signal freed = new();

    private GatewayServer(EventLoop loop, Listener listener, GatewayRoutes routes, Action<Exception> fault) =>
        (this.loop, this.listener, this.routes, this.fault) = (loop, listener, routes, fault);

    /// <summary>Where it listens.</summary>
    internal Result<IPEndPoint, LobsterError> EndPoint => listener.EndPoint;

    /// <summary>Opens the port on all addresses, IPv6 too where there is any.</summary>
    /// <error code="socket.listen.failed">The port is taken.</error>
    internal static Result<GatewayServer, LobsterError> Open(EventLoop loop, int port, GatewayRoutes routes, Action<Exception> fault) =>
        Listener.Open(loop, new IPEndPoint(IPAddress.IPv6Any, port))
            .Compensate(_ => Listener.Open(loop, new IPEndPoint(IPAddress.Any, port)))
            .Map(listener => new GatewayServer(loop, listener, routes, fault));

    /// <summary>Serves until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (stream, _) = await listener.AcceptAsync(cancellationToken);
                Begin(stream, cancellationToken);
                while (connections.Count >= HttpLimits.MostConnections) await freed.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Begin(IByteStream stream, CancellationToken cancellationToken)
    {
        var connection = ServeAsync(stream, cancellationToken);
        if (connection.IsCompleted) return;
        _ = connections.Add(connection);
        connection.GetAwaiter().OnCompleted(() =>
        {
            _ = connections.Remove(connection);
            freed.Happen();
        });
    }

    private async Task ServeAsync(IByteStream stream, CancellationToken cancellationToken)
    {
        using (stream)
        {
            try
            {
                await new HttpConnection(stream, loop.Clock).RunAsync(routes.AnswerAsync, cancellationToken);
            }
            catch (OperationCanceledException)
            {
            }
#pragma warning disable CA1031 // the root of every connection: a bug in one must not end the others
            catch (Exception exception)
#pragma warning restore CA1031
            {
                fault(exception);
            }
        }
    }
}
