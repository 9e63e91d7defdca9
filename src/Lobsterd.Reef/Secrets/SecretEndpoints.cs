using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Engine.Commands.Secrets;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Secrets;

/// <summary><c>/v1/tenants/{name}/secrets</c>: set, list, remove; nothing tells a value.</summary>
public sealed class SecretEndpoints(SecretCommands secrets)
{
    private const string Path = ReefPaths.Tenants + "/{name}/secrets";

    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(Path, ApiScopes.Secrets, "Lists a tenant's secrets, without their values.", List).Answers(ReefJson.Default.SecretList);
        _ = routes.Put($"{Path}/{{key}}", ApiScopes.Secrets, "Sets a secret of a tenant and brings it to its guest.", SetAsync)
            .Takes(ReefJson.Default.SecretBody)
            .Answers(ReefJson.Default.SecretEntryBody);
        _ = routes.Delete($"{Path}/{{key}}", ApiScopes.Secrets, "Removes a secret of a tenant, from its guest too.", RemoveAsync).AnswersNothing();
    }

    private IResult List(HttpContext _, string name) => secrets.List(name).TryGetError(out var error, out var all)
        ? ProblemMapping.ToResult(error)
        : Results.Json(new SecretList([.. all.Select(ToBody)]), ReefJson.Default.SecretList);

    private async Task<IResult> SetAsync(HttpContext context, string name, string key)
    {
        var set = await RequestBody.ReadAsync(context.Request, ReefJson.Default.SecretBody, context.RequestAborted)
            .Bind(body => secrets.SetAsync(name, key, body.Value, Peer.ActorOf(context), context.RequestAborted));
        return set.TryGetError(out var error, out var entry) ? ProblemMapping.ToResult(error) : Results.Json(ToBody(entry), ReefJson.Default.SecretEntryBody);
    }

    private async Task<IResult> RemoveAsync(HttpContext context, string name, string key) =>
        (await secrets.RemoveAsync(name, key, Peer.ActorOf(context), context.RequestAborted)).TryGetError(out var error)
            ? ProblemMapping.ToResult(error)
            : Results.NoContent();

    private static SecretEntryBody ToBody(SecretEntry entry) =>
        new(entry.Key, entry.SetAt, entry.IsFile ? WorkloadConfig.AsFile : WorkloadConfig.AsEnvironment);
}
