using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;
using Lobsterd.Engine.Commands.Maintain;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Watch;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Watch;

/// <summary><c>/v1/watch</c> and <c>/v1/tenants/{name}/maintenance</c>: how tenants stand, and which are left alone.</summary>
public sealed class WatchEndpoints(RegistryBook registry, WatchBook book, WatchdogConfig config, MaintenanceCommand maintenance, TenantMapping mapping)
{
    private const long MostSeconds = int.MaxValue;

    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(ReefPaths.Watch, ApiScopes.TenantsRead, "Tells how every tenant stands in the watchdog's eyes.", ListStates).Answers(ReefJson.Default.WatchList);
        _ = routes.Put($"{ReefPaths.Tenants}/{{name}}/maintenance", ApiScopes.TenantsWrite, "Keeps the watchdog's hands off a tenant for a while.", BeginAsync)
            .Takes(ReefJson.Default.MaintenanceBeginBody)
            .Answers(ReefJson.Default.TenantBody);
        _ = routes.Delete($"{ReefPaths.Tenants}/{{name}}/maintenance", ApiScopes.TenantsWrite, "Has the watchdog look after a tenant again.", EndAsync)
            .Answers(ReefJson.Default.TenantBody);
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

    private async Task<IResult> BeginAsync(HttpContext context, string name)
    {
        if (TenantEndpoints.Find(registry, name).TryGetError(out var error, out var tenant)) return ProblemMapping.ToResult(error);
        if ((await RequestBody.ReadAsync(context.Request, ReefJson.Default.MaintenanceBeginBody, context.RequestAborted)).TryGetError(out error, out var body))
            return ProblemMapping.ToResult(error);
        var length = TimeSpan.FromSeconds(Math.Clamp(body.Seconds, 0, MostSeconds));
        return Answer(await maintenance.BeginAsync(tenant, length, body.Why, Peer.ActorOf(context), context.RequestAborted));
    }

    private async Task<IResult> EndAsync(HttpContext context, string name) =>
        TenantEndpoints.Find(registry, name).TryGetError(out var error, out var tenant)
            ? ProblemMapping.ToResult(error)
            : Answer(await maintenance.EndAsync(tenant, Peer.ActorOf(context), context.RequestAborted));

    private IResult Answer(Result<Tenant, LobsterError> changed) =>
        changed.TryGetError(out var error, out var tenant) ? ProblemMapping.ToResult(error) : Results.Json(mapping.ToBody(tenant), ReefJson.Default.TenantBody);

    private static WatchBody ToBody(Tenant tenant, TenantWatch watch) => new(
        tenant.Name.Value, StateNames.Of(watch.State), watch.Since, watch.Reason, watch.Attempts, watch.HasGivenUp, watch.DueAt);
}
