using System.Globalization;
using Lobsterd.Domain.Access;
using Lobsterd.Engine.Events;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Streams;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Events;

/// <summary><c>/v1/events</c>: what happened, and what happens, as server-sent events.</summary>
public sealed class EventEndpoints(EventBook events)
{
    /// <summary>Adds the path.</summary>
    public void Map(ReefRoutes routes) => _ =
        routes.Get(ReefPaths.Events, ApiScopes.TenantsRead | ApiScopes.HostRead, "Streams what happened and what happens; Last-Event-ID goes on behind an event.", FollowAsync)
            .Query("after", "The number of the last event that the client has seen, or now for only what comes.")
            .Streams(ReefJson.Default.EventBody);

    private async Task FollowAsync(HttpContext context)
    {
        if (AfterOf(context.Request) is not { } after)
        {
            await ProblemMapping.ToResult(new(RequestErrors.ParameterInvalid, "after and Last-Event-ID are sequence numbers")).ExecuteAsync(context);
            return;
        }

        var caller = Peer.CallerOf(context);
        var stream = new ServerSentEvents(context.Response);
        try
        {
            // The head goes out at once, so that a client knows that from now on it misses nothing.
            await context.Response.StartAsync(context.RequestAborted);
            _ = await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await foreach (var happened in events.ListenAsync(after, context.RequestAborted))
            {
                if (!MaySee(caller, happened)) continue;
                await stream.SendAsync(happened.Kind, ToBody(happened), ReefJson.Default.EventBody, happened.Sequence, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    private static bool MaySee(Caller caller, TenantEvent happened) =>
        happened.Tenant is { } tenant ? caller.May(ApiScopes.TenantsRead) && caller.MayTouch(tenant) : caller.May(ApiScopes.HostRead);

    // Without a word from the client it gets everything that is kept; "now" only what comes.
    private static long? AfterOf(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0) text = request.Query["after"].ToString();
        if (text.Length == 0) return 0;
        if (text == "now") return long.MaxValue;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null;
    }

    private static EventBody ToBody(TenantEvent happened) =>
        new(happened.Sequence, happened.At, happened.Kind, happened.Tenant, happened.Actor, happened.Message, happened.Code);
}
