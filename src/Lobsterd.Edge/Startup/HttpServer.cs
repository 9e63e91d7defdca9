using System.Net.Sockets;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Forwarding;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Linux.Sockets;
using Lobsterd.Protocol.Edge;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Lobsterd.Edge.Startup;

/// <summary>Builds the HTTP side: Kestrel's endpoints and limits, and what each request meets.</summary>
internal static class HttpServer
{
    // Two descriptors a request, and room for everything else.
    private const int MaxConnections = 8_192;

    // A full backlog of a Unix socket refuses at once where that of a TCP socket would let wait.
    private const int Backlog = 4_096;

    // Caddy gives an idle connection up after two minutes; were we first, its next request could meet a closed one.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(5);

    /// <summary>Builds the server; it listens when it is started.</summary>
    /// <param name="options">How the edge was started.</param>
    /// <param name="table">The routes.</param>
    /// <param name="log">Where its errors go.</param>
    public static WebApplication Build(EdgeOptions options, RouteTable table, ILoggerProvider log)
    {
        var bounds = RequestBounds.Of(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Error);
        _ = builder.Services.AddHttpForwarder();
        _ = builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.Backlog = Backlog).ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, bounds);
            Listen(kestrel, options);
        });

        var app = builder.Build();
        var tenants = new TenantForwarder(table, app.Services.GetRequiredService<IHttpForwarder>(), bounds, new HeldPages(HoldBounds.Of(options).HoldTime), TimeProvider.System);
        var ask = new AskDoor(table);
        app.Run(context => context.Features.Get<Entrance>() == Entrance.Ask ? ask.AnswerAsync(context) : tenants.ForwardAsync(context));
        return app;
    }

    /// <summary>Starts to listen; a socket file that a dead edge left is replaced.</summary>
    /// <error code="edge.start.failed">An endpoint cannot be listened on.</error>
    public static async Task<UnitResult<LobsterError>> StartAsync(WebApplication app, EdgeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (options.HttpSocket is { } path) File.Delete(path);
            await app.StartAsync(cancellationToken);

            // Who may come is decided by the folder's mode and by the peer's credentials; the socket's own mode would shut Caddy out.
            if (options.HttpSocket is not null) File.SetUnixFileMode(options.HttpSocket, (UnixFileMode)0b110_110_110);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception fault) when (fault is IOException or SocketException or UnauthorizedAccessException)
        {
            return new LobsterError(EdgeErrors.StartFailed, $"the edge cannot listen for requests: {fault.Message}");
        }
    }

    private static void Limit(KestrelServerOptions kestrel, RequestBounds bounds)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = MaxConnections;
        limits.MaxConcurrentUpgradedConnections = MaxConnections;
        limits.MaxRequestHeadersTotalSize = bounds.MaxHeaderBytes;
        limits.MaxRequestLineSize = bounds.MaxHeaderBytes;
        limits.MaxRequestBufferSize = Math.Max(bounds.MaxHeaderBytes, 128 << 10);
        limits.MaxRequestHeaderCount = 256;
        limits.MaxRequestBodySize = bounds.MaxBodyBytes == 0 ? null : bounds.MaxBodyBytes;
        limits.KeepAliveTimeout = KeepAlive;

        // Silence is bounded by the activity timeout; a slow but steady client is welcome.
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }

    private static void Listen(KestrelServerOptions kestrel, EdgeOptions options)
    {
        if (options.HttpSocket is not null) kestrel.ListenUnixSocket(options.HttpSocket, endpoint => Admit(endpoint, options.CaddyUid));
        if (options.HttpEndpoint is not null) kestrel.Listen(options.HttpEndpoint, endpoint => Mark(endpoint, Entrance.Anyone));
        if (options.Ask is not null) kestrel.Listen(options.Ask, endpoint => Mark(endpoint, Entrance.Ask));
    }

    private static void Admit(ListenOptions endpoint, uint caddy)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        _ = endpoint.Use(next => connection =>
        {
            var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
            if (socket is null || PeerCredentials.Of(socket) is not { } peer || (peer.Uid != 0 && peer.Uid != caddy))
            {
                connection.Abort(new ConnectionAbortedException("the peer is not Caddy"));
                return Task.CompletedTask;
            }

            connection.Features.Set(Entrance.Caddy);
            return next(connection);
        });
    }

    private static void Mark(ListenOptions endpoint, Entrance entrance)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        _ = endpoint.Use(next => connection =>
        {
            connection.Features.Set(entrance);
            return next(connection);
        });
    }
}
