using System.Net;
using System.Net.Sockets;
using Lobsterd.Edge.Traffic;
using Lobsterd.Protocol.Edge;
using Yarp.ReverseProxy.Forwarder;

namespace Lobsterd.Edge.Forwarding;

/// <summary>Takes requests to the edge that has this one's place: those that come on connections which were open before, and those that waited. Nothing
/// of them changes; the connection's opener is told that it ends, so that the next request takes the way to that edge by itself.</summary>
internal sealed class SuccessorForwarder : IDisposable
{
    private const string Destination = "http://successor";

    // As long as Caddy tries: an edge that is started again after its death is there within that.
    private static readonly TimeSpan DialTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DialPause = TimeSpan.FromMilliseconds(2);

    private readonly IHttpForwarder forwarder;
    private readonly EndPoint successor;
    private readonly TimeProvider clock;
    private readonly HttpMessageInvoker invoker;
    private readonly AsTheyCame transformer = new();
    private readonly ForwarderRequestConfig requests;
    private readonly ForwarderRequestConfig upgrades = PlainHttp.Request(Timeout.InfiniteTimeSpan);

    /// <summary>Sends nothing yet.</summary>
    /// <param name="forwarder">YARP's forwarder.</param>
    /// <param name="options">Where the edge listens, before and after.</param>
    /// <param name="bounds">Timeouts and sizes of requests.</param>
    /// <param name="clock">For the bounds of a dial.</param>
    public SuccessorForwarder(IHttpForwarder forwarder, EdgeOptions options, RequestBounds bounds, TimeProvider clock)
    {
        this.forwarder = forwarder;
        this.clock = clock;
        successor = options.HttpSocket is { } path ? new UnixDomainSocketEndPoint(path) : options.HttpEndpoint!;
        requests = PlainHttp.Request(bounds.ActivityTimeout);

        // A connection for each: one that was kept might lead to an edge that has handed over in its turn.
        var handler = PlainHttp.Handler(bounds.MaxHeaderBytes);
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.ConnectTimeout = DialTime;
        handler.ConnectCallback = async (_, cancellationToken) => await DialAsync(cancellationToken);
        invoker = new HttpMessageInvoker(handler);
    }

    /// <inheritdoc/>
    public void Dispose() => invoker.Dispose();

    /// <summary>Passes one on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">Whether it may become a WebSocket.</param>
    /// <param name="broken">Breaks it off.</param>
    public async Task ForwardAsync(HttpContext context, PassageKind kind, CancellationToken broken)
    {
        if (kind == PassageKind.Request) context.Response.Headers.Connection = "close";
        _ = await forwarder.SendAsync(context, Destination, invoker, kind == PassageKind.WebSocket ? upgrades : requests, transformer, broken);
    }

    private async Task<Stream> DialAsync(CancellationToken cancellationToken)
    {
        for (var since = clock.GetTimestamp(); ;)
        {
            var socket = new Socket(successor.AddressFamily, SocketType.Stream, successor is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(successor, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                if (fault is OperationCanceledException || clock.GetElapsedTime(since) > DialTime) throw;
            }

            await Task.Delay(DialPause, clock, cancellationToken);
        }
    }

    private sealed class AsTheyCame : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            WrittenTarget.Keep(httpContext, proxyRequest, destinationPrefix);
        }
    }
}
