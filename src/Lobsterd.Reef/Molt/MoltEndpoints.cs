using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Molt;

/// <summary><c>/v1/molt</c> and <c>/v1/tenants/{name}/molt</c>: check, repair, check again.</summary>
public sealed class MoltEndpoints(MoltCommand molt, OperationAnswers answers)
{
    private const int MostNames = 16_384;

    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Post(ReefPaths.Molt, ApiScopes.Admin, "Checks and repairs what all tenants share, then the tenants.", MoltAsync)
            .Takes(ReefJson.Default.MoltBody)
            .StartsOperation();
        _ = routes.Post($"{ReefPaths.Tenants}/{{name}}/molt", ApiScopes.TenantsWrite, "Checks and repairs a tenant, and nothing that it shares with others.", MoltOneAsync)
            .Query("dryRun", "Whether to look only, and say what would be done.", QueryShape.Flag)
            .StartsOperation();
    }

    private async Task MoltAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.MoltBody, context.RequestAborted).Bind(ToRequest);
        await answers.WriteAsync(context, read.Bind(request => molt.Start(request, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private async Task MoltOneAsync(HttpContext context, string name) =>
        await answers.WriteAsync(context, molt.Start(new MoltRequest([name], QueryParameter.Flag(context.Request.Query, "dryRun")) { IsOfHost = false }, Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));

    private static Result<MoltRequest, LobsterError> ToRequest(MoltBody body)
    {
        IReadOnlyList<string> names = body.Names ?? [];
        return names.Count <= MostNames && names.All(name => name is not null)
            ? new MoltRequest(names, body.DryRun)
            : new LobsterError(RequestErrors.BodyInvalid, $"names holds a null, or more than {MostNames} names");
    }
}
