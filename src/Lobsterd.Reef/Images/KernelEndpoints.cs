using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Engine.Commands.Images;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Images;

/// <summary><c>/v1/kernels</c>: list, add, remove.</summary>
public sealed class KernelEndpoints(IKernels kernels, KernelCommands commands, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(ReefPaths.Kernels, ApiScopes.HostRead, "Lists the kernels, the current one first.", ListAsync).Answers(ReefJson.Default.KernelList);
        _ = routes.Post(ReefPaths.Kernels, ApiScopes.Admin, "Takes a kernel of the host into the store.", AddAsync).Takes(ReefJson.Default.KernelAddBody).StartsOperation();
        _ = routes.Delete($"{ReefPaths.Kernels}/{{name}}", ApiScopes.HostWrite, "Removes a kernel that is not the current one.", RemoveAsync).AnswersNothing();
    }

    /// <summary>A kernel as the API shows it.</summary>
    public static KernelBody ToBody(Kernel kernel) =>
        new(kernel.Hash, kernel.Release, kernel.SizeBytes, kernel.Modules, kernel.HasVmlinux, kernel.IsCurrent);

    private async Task<IResult> ListAsync(HttpContext context) =>
        (await kernels.ListKernelsAsync(context.RequestAborted)).TryGetError(out var error, out var all)
            ? ProblemMapping.ToResult(error)
            : Results.Json(new KernelList([.. all.Select(ToBody)]), ReefJson.Default.KernelList);

    private async Task AddAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.KernelAddBody, context.RequestAborted);
        await answers.WriteAsync(
            context,
            read.TryGetError(out var error, out var body) ? error
            : Path.IsPathFullyQualified(body.Path) ? commands.StartAdd(body.Path, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))
            : new LobsterError(RequestErrors.BodyInvalid, "path must be absolute"));
    }

    private async Task<IResult> RemoveAsync(HttpContext context, string name) =>
        (await commands.RemoveAsync(name, Peer.ActorOf(context), context.RequestAborted)).TryGetError(out var error)
            ? ProblemMapping.ToResult(error)
            : Results.NoContent();
}
