using Lobsterd.Domain.Access;
using Lobsterd.Domain.Images;
using Lobsterd.Engine.Commands.Images;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Images;

/// <summary><c>/v1/images</c>: list, show, build, remove.</summary>
public sealed class ImageEndpoints(IImages images, ImageCommands commands, ImageMapping mapping, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(ReefPaths.Images, ApiScopes.HostRead, "Lists the images, newest first.", ListAsync).Answers(ReefJson.Default.ImageList);
        _ = routes.Post(ReefPaths.Images, ApiScopes.HostWrite, "Builds an image from its recipe.", BuildAsync).Takes(ReefJson.Default.ImageBuildBody).StartsOperation();
        _ = routes.Get($"{ReefPaths.Images}/{{name}}", ApiScopes.HostRead, "Shows an image by name or hash.", ShowAsync).Answers(ReefJson.Default.ImageBody);
        _ = routes.Delete($"{ReefPaths.Images}/{{name}}", ApiScopes.HostWrite, "Removes an image that no tenant runs.", RemoveAsync).AnswersNothing();
    }

    private async Task<IResult> ListAsync(HttpContext context) =>
        (await images.ListAsync(context.RequestAborted)).TryGetError(out var error, out var all)
            ? ProblemMapping.ToResult(error)
            : Results.Json(new ImageList([.. all.Select(mapping.ToBody)]), ReefJson.Default.ImageList);

    private async Task<IResult> ShowAsync(HttpContext context, string name) =>
        (await images.FindAsync(name, context.RequestAborted)).TryGetError(out var error, out var image)
            ? ProblemMapping.ToResult(error)
            : Results.Json(mapping.ToBody(image), ReefJson.Default.ImageBody);

    private async Task BuildAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.ImageBuildBody, context.RequestAborted);
        await answers.WriteAsync(
            context,
            read.TryGetError(out var error, out var body)
                ? error
                : commands.StartBuild(body.Recipe, Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));
    }

    private async Task<IResult> RemoveAsync(HttpContext context, string name) =>
        (await commands.RemoveAsync(name, Peer.ActorOf(context), context.RequestAborted)).TryGetError(out var error)
            ? ProblemMapping.ToResult(error)
            : Results.NoContent();
}
