using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Engine.Events;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Access;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Service;

/// <summary><c>/v1/buoy</c>: where the API listens on TCP.</summary>
/// <remarks>Changed on the Unix socket alone: a token that was stolen opens no further doors, and nobody saws off the branch that their own request sits on.</remarks>
public sealed class BuoyEndpoints(IBuoy buoy, LobsterdPaths paths, EventBook events)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(ReefPaths.Buoy, ApiScopes.HostRead, "Tells where the API listens.", Answer).Answers(ReefJson.Default.BuoyBody);
        _ = routes.Put(ReefPaths.Buoy, ApiScopes.Admin, "Lets the API listen on TCP; only on the socket.", EnableAsync)
            .Takes(ReefJson.Default.BuoyEnableBody)
            .Answers(ReefJson.Default.BuoyBody);
        _ = routes.Delete(ReefPaths.Buoy, ApiScopes.Admin, "Ends the API's listening on TCP; only on the socket.", DisableAsync).Answers(ReefJson.Default.BuoyBody);
    }

    /// <error code="access.buoy.remote">The request came over TCP.</error>
    private async Task<IResult> EnableAsync(HttpContext context)
    {
        if (!Doorkeeper.IsOnSocket(context)) return ProblemMapping.ToResult(Remote());
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.BuoyEnableBody, context.RequestAborted)
            .Bind(body => BuoySettings.Parse(body.Host, body.Port, body.CertificateFile, body.KeyFile, body.Plain));
        if (read.TryGetError(out var invalid, out var settings)) return ProblemMapping.ToResult(invalid);
        if ((await buoy.EnableAsync(settings, context.RequestAborted)).TryGetError(out var error)) return ProblemMapping.ToResult(error);
        _ = events.Add("buoy.enabled", null, Peer.ActorOf(context), $"the API listens on {settings.Url}");
        return Answer(context);
    }

    private async Task<IResult> DisableAsync(HttpContext context)
    {
        if (!Doorkeeper.IsOnSocket(context)) return ProblemMapping.ToResult(Remote());
        if ((await buoy.DisableAsync(context.RequestAborted)).TryGetError(out var error)) return ProblemMapping.ToResult(error);
        _ = events.Add("buoy.disabled", null, Peer.ActorOf(context), "the API listens on its socket alone");
        return Answer(context);
    }

    private static LobsterError Remote() => new(AccessErrors.BuoyRemote, "where the API listens is changed on its socket alone", "lobsterd buoy on the host itself");

    private IResult Answer(HttpContext _)
    {
        var state = buoy.State;
        return Results.Json(
            new BuoyBody(state.Settings is not null, state.Problem is null ? state.Settings?.Url : null, state.Problem, paths.ServiceSocket), ReefJson.Default.BuoyBody);
    }
}
