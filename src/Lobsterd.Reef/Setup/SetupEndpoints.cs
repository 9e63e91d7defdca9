using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lobsterd.Reef.Setup;

/// <summary><c>/v1/init</c> and <c>/v1/uninit</c>.</summary>
public sealed class SetupEndpoints(SetupCommands commands, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.MapPost(ReefPaths.Init, InitAsync);
        _ = routes.MapPost(ReefPaths.Uninit, UninitAsync);
    }

    private async Task InitAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.InitBody, context.RequestAborted);
        await answers.WriteAsync(
            context,
            read.TryGetError(out var error, out var body)
                ? error
                : commands.StartInit(new InitRequest(body.KernelFolder), Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));
    }

    private async Task UninitAsync(HttpContext context) =>
        await answers.WriteAsync(context, commands.StartUninit(Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));
}
