using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Maintain;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Tenants;

/// <summary><c>/v1/tenants/{name}/maintenance</c> and <c>/v1/tenants/{name}/hold</c>: words of operators that are good for a while.</summary>
public sealed class OperatorWordEndpoints(RegistryBook registry, OperatorWordCommand words, TenantMapping mapping)
{
    private const long MostSeconds = int.MaxValue;

    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        Map(routes, OperatorWordKind.Maintenance, "Keeps the watchdog's hands off a tenant for a while.", "Has the watchdog look after a tenant again.");
        Map(routes, OperatorWordKind.Hold, "Keeps a tenant from falling asleep by itself for a while.", "Lets a tenant fall asleep by itself again.");
    }

    private void Map(ReefRoutes routes, OperatorWordKind kind, string begins, string ends)
    {
        var path = $"{ReefPaths.Tenants}/{{name}}/{kind.Noun}";
        _ = routes.Put(path, ApiScopes.TenantsWrite, begins, (HttpContext context, string name) => BeginAsync(kind, context, name))
            .Takes(ReefJson.Default.WordBeginBody)
            .Answers(ReefJson.Default.TenantBody);
        _ = routes.Delete(path, ApiScopes.TenantsWrite, ends, (HttpContext context, string name) => EndAsync(kind, context, name)).Answers(ReefJson.Default.TenantBody);
    }

    private async Task<IResult> BeginAsync(OperatorWordKind kind, HttpContext context, string name)
    {
        if (TenantEndpoints.Find(registry, name).TryGetError(out var error, out var tenant)) return ProblemMapping.ToResult(error);
        if ((await RequestBody.ReadAsync(context.Request, ReefJson.Default.WordBeginBody, context.RequestAborted)).TryGetError(out error, out var body))
            return ProblemMapping.ToResult(error);
        var length = TimeSpan.FromSeconds(Math.Clamp(body.Seconds, 0, MostSeconds));
        return Answer(await words.BeginAsync(kind, tenant, length, body.Why, Peer.ActorOf(context), context.RequestAborted));
    }

    private async Task<IResult> EndAsync(OperatorWordKind kind, HttpContext context, string name) =>
        TenantEndpoints.Find(registry, name).TryGetError(out var error, out var tenant)
            ? ProblemMapping.ToResult(error)
            : Answer(await words.EndAsync(kind, tenant, Peer.ActorOf(context), context.RequestAborted));

    private IResult Answer(Result<Tenant, LobsterError> changed) =>
        changed.TryGetError(out var error, out var tenant) ? ProblemMapping.ToResult(error) : Results.Json(mapping.ToBody(tenant), ReefJson.Default.TenantBody);
}
