using Lobsterd.Domain.Access;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Streams;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Events;

/// <summary><c>/v1/events</c> and <c>/v1/tenants/{name}/events</c>: what happened, and what happens, as server-sent events.</summary>
public sealed class EventEndpoints(EventBook events)
{
    /// <summary>Adds the paths.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule. One that no tenant has is none: its past may be told.</error>
    /// <error code="request.parameter.invalid">A parameter has no usable value.</error>
    public void Map(ReefRoutes routes)
    {
        _ = EventQuery.Declare(routes.Get(
            ReefPaths.Events, ApiScopes.TenantsRead | ApiScopes.HostRead, "Streams what happened and what happens; Last-Event-ID goes on behind an event.", FollowAllAsync)
            .Query("tenant", "Only what concerns this tenant."));
        _ = EventQuery.Declare(routes.Get(
            $"{ReefPaths.Tenants}/{{name}}/events", ApiScopes.TenantsRead, "Streams what happened and happens to a tenant, or to one that is gone.", FollowAsync));
    }

    private Task FollowAllAsync(HttpContext context) => FollowAsync(context, context.Request.Query["tenant"].ToString());

    private async Task FollowAsync(HttpContext context, string name)
    {
        if (name.Length > 0 && TenantName.Parse(name).TryGetError(out var noName, out _))
        {
            await ProblemMapping.WriteAsync(context, noName);
            return;
        }

        if (EventQuery.Read(context.Request, name.Length > 0 ? name : null) is not { } query)
        {
            await ProblemMapping.ToResult(new(RequestErrors.ParameterInvalid, EventQuery.Rule)).ExecuteAsync(context);
            return;
        }

        await SendAsync(context, query);
    }

    private async Task SendAsync(HttpContext context, EventQuery query)
    {
        var caller = Peer.CallerOf(context);
        var stream = new ServerSentEvents(context.Response);
        try
        {
            // The head goes out at once, so that a client knows that from now on it misses nothing.
            await context.Response.StartAsync(context.RequestAborted);
            _ = await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await foreach (var happened in events.ListenAsync(query.After, query.IsFollowing, context.RequestAborted))
            {
                if (query.Wants(happened, caller))
                    await stream.SendAsync(happened.Kind, EventMapping.ToBody(happened), ReefJson.Default.EventBody, happened.Sequence, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }
}
