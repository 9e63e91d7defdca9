using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Setup;

/// <summary><c>/v1/init</c> and <c>/v1/uninit</c>.</summary>
public sealed partial class SetupEndpoints(SetupCommands commands, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Post(ReefPaths.Init, ApiScopes.Admin, "Prepares the host.", InitAsync).Takes(ReefJson.Default.InitBody).StartsOperation();
        _ = routes.Post(ReefPaths.Uninit, ApiScopes.Admin, "Clears the host.", UninitAsync).StartsOperation();
    }

    private async Task InitAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.InitBody, context.RequestAborted);
        await answers.WriteAsync(
            context,
            read.Bind(ToRequest).TryGetError(out var error, out var request)
                ? error
                : commands.StartInit(request, Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));
    }

    private static Result<InitRequest, LobsterError> ToRequest(InitBody body)
    {
        if (body.Firecracker is not { } release) return new InitRequest(body.KernelFolder);
        if (release.Source is null || !(Path.IsPathFullyQualified(release.Source) || Url().IsMatch(release.Source)))
            return new LobsterError(RequestErrors.BodyInvalid, "firecracker.source must be an absolute path, or an http or https URL");
        return release.Sha256 is not null && Sha256().IsMatch(release.Sha256)
            ? new InitRequest(body.KernelFolder, new FirecrackerRelease(release.Source, release.Sha256))
            : new LobsterError(RequestErrors.BodyInvalid, "firecracker.sha256 must be 64 hex digits");
    }

    [GeneratedRegex(@"\Ahttps?://\S+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Url();

    [GeneratedRegex(@"\A[0-9a-fA-F]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256();

    private async Task UninitAsync(HttpContext context) =>
        await answers.WriteAsync(context, commands.StartUninit(Peer.ActorOf(context), IdempotencyKey.Of(context.Request)));
}
