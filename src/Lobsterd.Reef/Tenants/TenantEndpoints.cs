using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Tenants;

/// <summary><c>/v1/tenants</c>: list, spawn, show, evict, token, egress.</summary>
public sealed class TenantEndpoints(
    RegistryBook registry, SpawnCommand spawn, EvictCommand evict, EgressCommand egress, TenantMapping mapping, TenantListing listing, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.MapGet(ReefPaths.Tenants, listing.WriteAsync);
        _ = routes.MapPost(ReefPaths.Tenants, SpawnAsync);
        _ = routes.MapGet($"{ReefPaths.Tenants}/{{name}}", Show);
        _ = routes.MapDelete($"{ReefPaths.Tenants}/{{name}}", EvictAsync);
        _ = routes.MapGet($"{ReefPaths.Tenants}/{{name}}/token", ShowToken);
        _ = routes.MapPut($"{ReefPaths.Tenants}/{{name}}/egress", SetEgressAsync);
    }

    /// <summary>Finds a tenant by the name in a path.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public static Result<Tenant, LobsterError> Find(RegistryBook registry, string name)
    {
        if (TenantName.Parse(name).TryGetError(out var invalid, out var parsed)) return invalid;
        return registry.Current.Tenants.TryGetValue(parsed, out var tenant)
            ? tenant
            : new LobsterError(TenantErrors.Unknown, $"there is no tenant named {parsed}", "lobsterd tank lists them");
    }

    private async Task SpawnAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.SpawnBody, context.RequestAborted).Bind(TenantMapping.ToRequest);
        var started = read.TryGetError(out var error, out var request)
            ? error
            : await spawn.StartAsync(request, Peer.ActorOf(context), IdempotencyKey.Of(context.Request), context.RequestAborted);
        await answers.WriteAsync(context, started);
    }

    private IResult Show(string name) =>
        Find(registry, name).TryGetError(out var error, out var tenant)
            ? ProblemMapping.ToResult(error)
            : Results.Json(mapping.ToBody(tenant), ReefJson.Default.TenantBody);

    private IResult ShowToken(string name) =>
        Find(registry, name).TryGetError(out var error, out var tenant)
            ? ProblemMapping.ToResult(error)
            : Results.Json(mapping.ToToken(tenant), ReefJson.Default.TokenBody);

    private async Task SetEgressAsync(HttpContext context, string name)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.EgressBody, context.RequestAborted);
        await answers.WriteAsync(context, read.Bind(body => egress.Start(name, body.Policy, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private async Task EvictAsync(HttpContext context, string name, bool graceful = false) =>
        await answers.WriteAsync(context, evict.Start(name, graceful, Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));
}
