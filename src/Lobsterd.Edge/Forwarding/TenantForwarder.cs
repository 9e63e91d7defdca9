using System.Globalization;
using Lobsterd.Edge.Forwarding.WebSockets;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Traffic;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Lobsterd.Edge.Forwarding;

/// <summary>Takes each request to the tenant that its Host header names, and each answer back.</summary>
/// <param name="table">The routes.</param>
/// <param name="forwarder">YARP's forwarder.</param>
/// <param name="bounds">Timeouts and sizes of requests.</param>
/// <param name="held">What is said to those who waited in vain.</param>
/// <param name="succession">Whether another edge has this one's place.</param>
/// <param name="successor">Takes requests to it.</param>
/// <param name="clock">Measures silences.</param>
/// <param name="upgradesEnd">Breaks every WebSocket off.</param>
internal sealed class TenantForwarder(
    RouteTable table, IHttpForwarder forwarder, RequestBounds bounds, HeldPages held, Succession succession, SuccessorForwarder successor, TimeProvider clock, CancellationToken upgradesEnd)
{
    private static readonly HoldEnd.Entered Entered = new();
    private static readonly HoldEnd.Saturated Saturated = new();
    private static readonly HoldEnd.Moved Moved = new();

    private readonly TenantTransformer transformer = new();
    private readonly ForwarderRequestConfig requests = PlainHttp.Request(bounds.ActivityTimeout);
    private readonly ForwarderRequestConfig upgrades = PlainHttp.Request(Timeout.InfiniteTimeSpan);

    public async Task ForwardAsync(HttpContext context)
    {
        if (bounds.MaxBodyBytes > 0 && context.Request.ContentLength > bounds.MaxBodyBytes)
        {
            await TooLargeAsync(context);
            return;
        }

        var kind = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } ? PassageKind.WebSocket : PassageKind.Request;

        // A route can change while its tenant sleeps, and between finding and entering it; then the table says something else already.
        while (!succession.HasSuccessor && table.TryFind(context.Request.Host.Value, out var route))
        {
            switch (await EnterAsync(context, route, kind))
            {
                case HoldEnd.Entered:
                    if (await TryForwardAsync(context, route.Traffic, kind)) return;
                    break;
                case HoldEnd.Again or HoldEnd.Moved:
                    break;
                case HoldEnd.Left:
                    context.Abort();
                    return;
                case HoldEnd.Saturated:
                    route.Notices.TellSaturated();
                    await SaturatedAsync(context, route);
                    return;
                case var end:
                    await held.WriteAsync(context, route.Plan.Tenant, end);
                    return;
            }
        }

        if (succession.HasSuccessor) await successor.ForwardAsync(context, kind, upgradesEnd);
        else await UnknownHostAsync(context);
    }

    // Nothing of the body is read while it waits: the server takes no more than its buffer, and the client has to hold the rest.
    private static async Task<HoldEnd> EnterAsync(HttpContext context, LiveRoute route, PassageKind kind) => route.Traffic.TryEnter(kind) switch
    {
        Entry.Entered => Entered,
        Entry.Full => Saturated,
        Entry.Moved => Moved,
        _ => await route.Traffic.HoldAsync(kind, WakeWant.Of(context), context.RequestAborted),
    };

    // What has entered the gate goes by the route that the table has now. It leaves the pool before the gate: when nothing is under way,
    // nobody uses a connection.
    private async Task<bool> TryForwardAsync(HttpContext context, TenantTraffic traffic, PassageKind kind)
    {
        await using var watched = kind == PassageKind.WebSocket ? WatchedUpgrade.Of(context, bounds.WebSocketSilence, clock) : null;
        try
        {
            if (!table.TryFind(context.Request.Host.Value, out var route) || route.Traffic != traffic || !route.Pool.TryEnter()) return false;
            try
            {
                var broken = traffic.Broken;
                var failed = kind == PassageKind.WebSocket
                    ? await UpgradeAsync(context, route, broken)
                    : await forwarder.SendAsync(context, route.Destination, route.Pool.Invoker, requests, transformer, broken);
                if (failed != ForwarderError.None) await ExplainAsync(context, route, failed, broken);
            }
            finally
            {
                route.Pool.Leave();
            }

            return true;
        }
        finally
        {
            traffic.Leave(kind, watched?.SpokeAt);
        }
    }

    private async Task<ForwarderError> UpgradeAsync(HttpContext context, LiveRoute route, CancellationToken broken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(broken, upgradesEnd);
        return await forwarder.SendAsync(context, route.Destination, route.Pool.Invoker, upgrades, transformer, either.Token);
    }

    private static Task ExplainAsync(HttpContext context, LiveRoute route, ForwarderError failed, CancellationToken broken)
    {
        if (failed == ForwarderError.Request && !broken.IsCancellationRequested) route.Notices.TellUnreachable();
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return Task.CompletedTask;
        var tenant = route.Plan.Tenant;
        if (broken.IsCancellationRequested)
        {
            context.Response.Headers.RetryAfter = "1";
            return StatusPage.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "This tenant was put to sleep",
                $"Tenant {tenant} was put to sleep while it worked on this request.");
        }

        return context.Response.StatusCode switch
        {
            StatusCodes.Status502BadGateway => StatusPage.WriteAsync(context, StatusCodes.Status502BadGateway, "This tenant does not answer",
                $"Tenant {tenant} is known here, and its machine took no connection or broke it."),
            StatusCodes.Status504GatewayTimeout => StatusPage.WriteAsync(context, StatusCodes.Status504GatewayTimeout,
                "This tenant is silent", $"Tenant {tenant} did not answer in its time."),
            StatusCodes.Status413PayloadTooLarge => StatusPage.WriteAsync(context, StatusCodes.Status413PayloadTooLarge,
                "This request is too large", "The body of the request is longer than this host takes."),
            _ => Task.CompletedTask,
        };
    }

    private static Task SaturatedAsync(HttpContext context, LiveRoute route)
    {
        context.Response.Headers.RetryAfter = "1";
        return StatusPage.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "This tenant is busy",
            $"Tenant {route.Plan.Tenant} has as many requests under way as it may; try again in a moment.");
    }

    private static Task UnknownHostAsync(HttpContext context) => StatusPage.WriteAsync(context, StatusCodes.Status404NotFound,
        "No such tenant", $"No tenant of this host answers to {context.Request.Host.Value}.");

    private Task TooLargeAsync(HttpContext context) => StatusPage.WriteAsync(context, StatusCodes.Status413PayloadTooLarge,
        "This request is too large",
        string.Create(CultureInfo.InvariantCulture, $"The body of the request is longer than the {bounds.MaxBodyBytes} bytes that this host takes."));
}
