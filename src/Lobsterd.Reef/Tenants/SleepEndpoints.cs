using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Tenants;

/// <summary><c>/v1/tenants/{name}/suspend</c> and <c>…/resume</c>.</summary>
public sealed class SleepEndpoints(SuspendCommand suspend, ResumeCommand resume, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Post($"{ReefPaths.Tenants}/{{name}}/suspend", ApiScopes.TenantsWrite, "Puts a tenant to sleep.", SuspendAsync)
            .Takes(ReefJson.Default.SuspendBody)
            .StartsOperation();
        _ = routes.Post($"{ReefPaths.Tenants}/{{name}}/resume", ApiScopes.TenantsWrite, "Wakes a tenant.", ResumeAsync).StartsOperation();
    }

    private async Task SuspendAsync(HttpContext context, string name)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.SuspendBody, context.RequestAborted);
        await answers.WriteAsync(
            context,
            read.Bind(body => suspend.Start(new SuspendRequest(name, body.Force, body.Why), Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private async Task ResumeAsync(HttpContext context, string name) =>
        await answers.WriteAsync(context, resume.Start(name, cause: null, Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));
}
