using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Watch;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Watch;

/// <summary><c>/v1/watch</c>: how tenants stand.</summary>
public sealed class WatchEndpoints(RegistryBook registry, WatchBook book, WatchdogConfig config)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(ReefPaths.Watch, ApiScopes.TenantsRead, "Tells how every tenant stands in the watchdog's eyes.", ListStates).Answers(ReefJson.Default.WatchList);
    }

    private IResult ListStates(HttpContext context)
    {
        var caller = Peer.CallerOf(context);
        var watched = registry.Current.Tenants.Values
            .Where(tenant => caller.MayTouch(tenant.Name.Value))
            .Select(tenant => book.Of(tenant.Name) is { } watch ? ToBody(tenant, watch) : null)
            .OfType<WatchBody>();
        return Results.Json(new WatchList(config.Mode, [.. watched]), ReefJson.Default.WatchList);
    }

    private static WatchBody ToBody(Tenant tenant, TenantWatch watch) => new(
        tenant.Name.Value, StateNames.Of(watch.State), watch.Since, watch.Reason, watch.Attempts, watch.HasGivenUp, watch.DueAt);
}
