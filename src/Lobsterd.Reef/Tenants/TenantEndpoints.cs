using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Settings;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Tenants;

/// <summary><c>/v1/tenants</c>: list, spawn, show, change, evict, stop, start, restart, token, egress.</summary>
public sealed class TenantEndpoints(
    RegistryBook registry,
    SpawnCommand spawn,
    EvictCommand evict,
    PowerCommand power,
    EgressCommand egress,
    SettingsCommand settings,
    TenantMapping mapping,
    TenantListing listing,
    OperationAnswers answers,
    EventBook events)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = TenantQuery.Declare(routes.Get(ReefPaths.Tenants, ApiScopes.TenantsRead, "Lists the tenants by name.", listing.WriteAsync))
            .Answers(ReefJson.Default.TenantList);
        _ = routes.Post(ReefPaths.Tenants, ApiScopes.TenantsWrite, "Spawns a tenant.", SpawnAsync).Takes(ReefJson.Default.SpawnBody).StartsOperation();
        _ = routes.Get($"{ReefPaths.Tenants}/{{name}}", ApiScopes.TenantsRead, "Shows a tenant.", ShowAsync).Answers(ReefJson.Default.TenantBody);
        _ = routes.Patch($"{ReefPaths.Tenants}/{{name}}", ApiScopes.TenantsWrite, "Changes what a tenant was spawned with.", ChangeAsync)
            .Takes(ReefJson.Default.TenantPatchBody)
            .StartsOperation();
        _ = routes.Delete($"{ReefPaths.Tenants}/{{name}}", ApiScopes.TenantsWrite, "Evicts a tenant and all that is its own.", EvictAsync)
            .Query("graceful", "Whether the guest may shut itself down first.", QueryShape.Flag)
            .Query("keepSnaps", "Whether the snaps of its disk stay.", QueryShape.Flag)
            .StartsOperation();
        Power(routes, PowerAct.Stop, "stop", "Shuts a tenant's VM down; the tenant and its disk stay.");
        Power(routes, PowerAct.Start, "start", "Boots a stopped or failed tenant's VM from its disk.");
        Power(routes, PowerAct.Restart, "restart", "Shuts a tenant's VM down and boots it from its disk.");
        _ = routes.Get($"{ReefPaths.Tenants}/{{name}}/token", ApiScopes.Secrets, "Tells the token that a tenant's workload asks of its users.", ShowToken)
            .Answers(ReefJson.Default.TokenBody);
        _ = routes.Put($"{ReefPaths.Tenants}/{{name}}/egress", ApiScopes.TenantsWrite, "Sets where a tenant's guest may go.", SetEgressAsync)
            .Takes(ReefJson.Default.EgressBody)
            .StartsOperation();
    }

    /// <summary>Finds a tenant by the name in a path.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public static Result<Tenant, LobsterError> Find(RegistryBook registry, string name) => registry.Current.Find(name);

    /// <summary>Finds a tenant whose guest can be asked. One that sleeps or is off has none; it is not woken by being looked at.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="tenant.state.not-running">It has no VM.</error>
    public static Result<Tenant, LobsterError> FindAwake(RegistryBook registry, string name) =>
        Find(registry, name).Bind(tenant => tenant.Observed is ObservedState.Suspended or ObservedState.Stopped
            ? Result.Failure<Tenant, LobsterError>(new(
                TenantErrors.NotRunning,
                $"tenant {tenant.Name} is {StateNames.Of(tenant.Observed)}",
                tenant.Observed == ObservedState.Suspended ? $"lobsterd resume {tenant.Name} wakes it" : null))
            : tenant);

    private async Task SpawnAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.SpawnBody, context.RequestAborted)
            .Bind(body => MayMake(Peer.CallerOf(context), body) ? TenantMapping.ToRequest(body) : NotTheirs(Peer.CallerOf(context)));
        var started = read.TryGetError(out var error, out var request)
            ? error
            : await spawn.StartAsync(request, Peer.ActorOf(context), IdempotencyKey.Of(context.Request), context.RequestAborted);
        await answers.WriteAsync(context, started);
    }

    // What it is made from must be the caller's to see, too.
    private static bool MayMake(Caller caller, SpawnBody body) =>
        caller.MayTouch(body.Name) && (body.From is null || caller.MayTouch(body.From[..Math.Max(0, body.From.IndexOf('@', StringComparison.Ordinal))]));

    private static LobsterError NotTheirs(Caller caller) => new(AccessErrors.TenantRefused, $"{caller.Actor} is for tenants {caller.Tenants}");

    private async Task ShowAsync(HttpContext context, string name)
    {
        if (Find(registry, name).TryGetError(out var error, out var tenant))
        {
            await ProblemMapping.WriteAsync(context, error);
            return;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(mapping.ToBody(tenant), ReefJson.Default.TenantBody);
        var tag = TenantTags.Of(json);
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private IResult ShowToken(HttpContext context, string name)
    {
        if (Find(registry, name).TryGetError(out var error, out var tenant)) return ProblemMapping.ToResult(error);
        _ = events.Add("tenant.token-read", name, Peer.ActorOf(context), "its workload's token was read");
        return Results.Json(mapping.ToToken(tenant), ReefJson.Default.TokenBody);
    }

    private async Task SetEgressAsync(HttpContext context, string name)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.EgressBody, context.RequestAborted);
        await answers.WriteAsync(context, read.Bind(body => egress.Start(name, body.Policy, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private async Task ChangeAsync(HttpContext context, string name)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.TenantPatchBody, context.RequestAborted).Bind(TenantMapping.ToChange);
        await answers.WriteAsync(context, read.Bind(change => settings.Start(name, change, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private void Power(ReefRoutes routes, PowerAct act, string word, string summary) =>
        _ = routes.Post($"{ReefPaths.Tenants}/{{name}}/{word}", ApiScopes.TenantsWrite, summary, (HttpContext context, string name) =>
                answers.WriteAsync(context, power.Start(act, name, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))))
            .StartsOperation();

    private async Task EvictAsync(HttpContext context, string name) =>
        await answers.WriteAsync(context, evict.Start(
            name,
            QueryParameter.Flag(context.Request.Query, "graceful"),
            Peer.ActorOf(context),
            IdempotencyKey.Of(context.Request),
            QueryParameter.Flag(context.Request.Query, "keepSnaps")));
}
