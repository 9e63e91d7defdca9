using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>A workload as a tenant might run it, on loopback: it tells what reached it, and does what its path says.</summary>
public sealed class StandinGuest : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SemaphoreSlim release = new(0);
    private int holding;
    private int reached;

    private StandinGuest(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>How many requests to <c>/hold</c> are in it.</summary>
    public int Holding => Volatile.Read(ref holding);

    /// <summary>How many requests have reached it.</summary>
    public int Reached => Volatile.Read(ref reached);

    /// <summary>Starts it.</summary>
    public static async Task<StandinGuest> StartAsync(int port = 0)
    {
        if (port == 0) port = EdgeStand.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = 1 << 20;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        var guest = new StandinGuest(app) { EndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        _ = app.UseWebSockets();
        app.Run(guest.AnswerAsync);
        await app.StartAsync();
        return guest;
    }

    /// <summary>Lets go of so many held requests or events.</summary>
    public void Release(int count = 1) => release.Release(count);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        _ = Interlocked.Increment(ref reached);
        return ActAsync(context);
    }

    private Task ActAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/down" => SendAsync(context, long.Parse(context.Request.Query["bytes"]!, CultureInfo.InvariantCulture)),
        "/up" => DigestAsync(context),
        "/ws" => EchoAsync(context),
        "/sse" => TellAsync(context),
        "/hold" => HoldAsync(context),
        "/slow" => SlowAsync(context),
        "/large-header" => LargeHeaderAsync(context),
        "/break" => BreakAsync(context),
        _ => WhoAsync(context),
    };

    private static Task WhoAsync(HttpContext context)
    {
        var headers = new JsonObject();
        foreach (var (name, values) in context.Request.Headers) headers[name] = values.ToString();
        return context.Response.WriteAsync(new JsonObject
        {
            ["connection"] = context.Connection.Id,
            ["target"] = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            ["method"] = context.Request.Method,
            ["headers"] = headers,
        }.ToJsonString());
    }

    private static async Task SendAsync(HttpContext context, long bytes)
    {
        context.Response.ContentLength = bytes;
        var piece = new byte[64 << 10];
        Array.Fill(piece, (byte)'x');
        for (var left = bytes; left > 0; left -= piece.Length)
            await context.Response.Body.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)), context.RequestAborted);
    }

    private static async Task DigestAsync(HttpContext context) =>
        await context.Response.WriteAsync(Convert.ToHexString(await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted)));

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4 << 10];
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (got.MessageType == WebSocketMessageType.Close) break;
            await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    // One event for each release.
    private async Task TellAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        for (var n = 1; n <= 3; n++)
        {
            await context.Response.WriteAsync($"data: {n}\n\n");
            await context.Response.Body.FlushAsync();
            await release.WaitAsync(context.RequestAborted);
        }
    }

    private async Task HoldAsync(HttpContext context)
    {
        _ = Interlocked.Increment(ref holding);
        try
        {
            await release.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("released");
        }
        finally
        {
            _ = Interlocked.Decrement(ref holding);
        }
    }

    // A first half at once, the second on release.
    private async Task SlowAsync(HttpContext context)
    {
        await context.Response.WriteAsync("first ");
        await context.Response.Body.FlushAsync();
        await release.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("second");
    }

    private static Task LargeHeaderAsync(HttpContext context)
    {
        context.Response.Headers["X-Large"] = new string('x', int.Parse(context.Request.Query["bytes"]!, CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    // Breaks off on release.
    private async Task BreakAsync(HttpContext context)
    {
        await context.Response.WriteAsync("begun");
        await context.Response.Body.FlushAsync();
        await release.WaitAsync(context.RequestAborted);
        context.Abort();
    }
}
