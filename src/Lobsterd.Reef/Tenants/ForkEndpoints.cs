using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Engine.Commands.Fork;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Tenants;

/// <summary><c>/v1/tenants/{name}/fork</c>.</summary>
public sealed class ForkEndpoints(ForkCommand fork, OperationAnswers answers)
{
    /// <summary>Adds the path.</summary>
    public void Map(ReefRoutes routes) =>
        _ = routes.Post($"{ReefPaths.Tenants}/{{name}}/fork", ApiScopes.TenantsWrite, "Makes several tenants of one that runs or sleeps.", ForkAsync)
            .Takes(ReefJson.Default.ForkBody)
            .StartsOperation();

    private async Task ForkAsync(HttpContext context, string name)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.ForkBody, context.RequestAborted);
        await answers.WriteAsync(
            context,
            read.Bind(body => fork.Start(new ForkRequest(name, body.Names, body.KeepProcesses), Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }
}
