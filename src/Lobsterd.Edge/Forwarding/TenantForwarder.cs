using System.Globalization;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Traffic;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Lobsterd.Edge.Forwarding;

/// <summary>Takes each request to the tenant that its Host header names, and each answer back.</summary>
/// <param name="table">The routes.</param>
/// <param name="forwarder">YARP's forwarder.</param>
/// <param name="bounds">Timeouts and sizes of requests.</param>
internal sealed class TenantForwarder(RouteTable table, IHttpForwarder forwarder, RequestBounds bounds)
{
    private readonly TenantTransformer transformer = new();
    private readonly ForwarderRequestConfig requests = Http11(bounds.ActivityTimeout);
    private readonly ForwarderRequestConfig upgrades = Http11(Timeout.InfiniteTimeSpan);

    public Task ForwardAsync(HttpContext context)
    {
        if (bounds.MaxBodyBytes > 0 && context.Request.ContentLength > bounds.MaxBodyBytes) return TooLargeAsync(context);

        // A pool can be retired between finding its route and entering it; then the table says something else already.
        while (table.TryFind(context.Request.Host.Value, out var route))
            if (route.Pool.TryEnter()) return ForwardAsync(context, route);
        return UnknownHostAsync(context);
    }

    private async Task ForwardAsync(HttpContext context, LiveRoute route)
    {
        var kind = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } ? PassageKind.WebSocket : PassageKind.Request;
        try
        {
            if (!route.Traffic.TryEnter(kind))
            {
                route.Notices.TellSaturated();
                await SaturatedAsync(context, route);
                return;
            }

            try
            {
                var config = kind == PassageKind.WebSocket ? upgrades : requests;
                var failed = await forwarder.SendAsync(context, route.Destination, route.Pool.Invoker, config, transformer);
                if (failed != ForwarderError.None) await ExplainAsync(context, route, failed);
            }
            finally
            {
                route.Traffic.Leave(kind);
            }
        }
        finally
        {
            route.Pool.Leave();
        }
    }

    private static Task ExplainAsync(HttpContext context, LiveRoute route, ForwarderError failed)
    {
        if (failed == ForwarderError.Request) route.Notices.TellUnreachable();
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return Task.CompletedTask;
        var tenant = route.Plan.Tenant;
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

    private static ForwarderRequestConfig Http11(TimeSpan activityTimeout) => new()
    {
        ActivityTimeout = activityTimeout,
        Version = System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
