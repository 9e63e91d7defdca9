using System.Text;
using Lobsterd.Edge.Forwarding;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Listening;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Linux.Processes;
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

    // Caddy gives an idle connection up after two minutes; were we first, its next request could meet a closed one.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(5);

    /// <summary>Builds the server; it accepts when it is started.</summary>
    /// <param name="options">How the edge was started.</param>
    /// <param name="table">The routes.</param>
    /// <param name="doors">Where it listens.</param>
    /// <param name="visitors">Counts its connections.</param>
    /// <param name="succession">Whether another edge has this one's place.</param>
    /// <param name="clock">For bounds.</param>
    /// <param name="log">Where its errors go.</param>
    /// <param name="upgradesEnd">Breaks every WebSocket off.</param>
    public static WebApplication Build(
        EdgeOptions options, RouteTable table, Doors doors, Visitors visitors, Succession succession, TimeProvider clock, ILoggerProvider log, CancellationToken upgradesEnd)
    {
        var bounds = RequestBounds.Of(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Error);
        _ = builder.Services.AddHttpForwarder().AddSingleton<IConnectionListenerFactory>(doors)
            .AddSingleton(services => new SuccessorForwarder(services.GetRequiredService<IHttpForwarder>(), options, bounds, clock));
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, bounds);
            Listen(kestrel, options, visitors);
        });

        var app = builder.Build();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var successor = app.Services.GetRequiredService<SuccessorForwarder>();
        var tenants = new TenantForwarder(table, forwarder, bounds, new HeldPages(HoldBounds.Of(options).HoldTime), succession, successor, clock, upgradesEnd);
        var ask = new AskDoor(table);
        app.Run(context => context.Features.Get<Entrance>() == Entrance.Ask ? ask.AnswerAsync(context) : tenants.ForwardAsync(context));
        return app;
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

    private static void Listen(KestrelServerOptions kestrel, EdgeOptions options, Visitors visitors)
    {
        if (options.HttpSocket is not null) kestrel.ListenUnixSocket(options.HttpSocket, endpoint => Admit(endpoint, visitors, options.CaddyUid));
        if (options.HttpEndpoint is not null) kestrel.Listen(options.HttpEndpoint, endpoint => Mark(endpoint, visitors, Entrance.Anyone));
        if (options.Ask is not null) kestrel.Listen(options.Ask, endpoint => Mark(endpoint, visitors, Entrance.Ask));
    }

    // An edge that has handed over passes on what it is told, and it was told by Caddy.
    private static void Admit(ListenOptions endpoint, Visitors visitors, uint caddy)
    {
        var self = ProcessTable.UserOf(Environment.ProcessId);
        endpoint.Protocols = HttpProtocols.Http1;
        _ = endpoint.Use(next => connection =>
        {
            var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
            if (socket is null || PeerCredentials.Of(socket) is not { } peer || !(peer.Uid == 0 || peer.Uid == caddy || (self.IsSuccess && peer.Uid == self.Value)))
            {
                connection.Abort(new ConnectionAbortedException("the peer is not Caddy"));
                return Task.CompletedTask;
            }

            connection.Features.Set(Entrance.Caddy);
            return ServeAsync(connection, next, visitors);
        });
    }

    private static void Mark(ListenOptions endpoint, Visitors visitors, Entrance entrance)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        _ = endpoint.Use(next => connection =>
        {
            connection.Features.Set(entrance);
            return ServeAsync(connection, next, visitors);
        });
    }

    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, Visitors visitors)
    {
        visitors.Enter();
        try
        {
            await next(connection);
        }
        finally
        {
            visitors.Leave();
        }
    }
}
