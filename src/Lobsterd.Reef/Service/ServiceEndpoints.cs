using System.Text.Json;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Engine.Events;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Service;

/// <summary><c>/v1/health</c>, <c>/v1/version</c>, <c>/v1/doctor</c>, <c>/v1/doctor/fix</c>, <c>/v1/stop</c>.</summary>
public sealed class ServiceEndpoints(ServiceFacts facts, IHostDoctor doctor, IHostPosture posture, EventBook events, IHostApplicationLifetime lifetime)
{
    private static readonly byte[] Healthy = JsonSerializer.SerializeToUtf8Bytes(new HealthBody("ok"), ReefJson.Default.HealthBody);

    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.GetPublic(ReefPaths.Health, "Tells whether the service is well.", TellHealthAsync)
            .Answers(ReefJson.Default.HealthBody);
        _ = routes.Get(ReefPaths.Version, ApiScopes.HostRead, "Tells which service this is.", (HttpContext _) => Results.Json(facts.ToBody(), ReefJson.Default.VersionBody))
            .Answers(ReefJson.Default.VersionBody);
        _ = routes.Get(ReefPaths.Doctor, ApiScopes.HostRead, "Checks the host.", DiagnoseAsync).Answers(ReefJson.Default.DoctorBody);
        _ = routes.Post(ReefPaths.DoctorFix, ApiScopes.Admin, "Changes those of the host's settings that are unsafe and safe to change.", Fix)
            .Answers(ReefJson.Default.DoctorFixList);
        _ = routes.Post(ReefPaths.Stop, ApiScopes.Admin, "Stops the service; tenants run on.", Stop).AnswersNothing(StatusCodes.Status202Accepted);
    }

    // Asked more often than anything else, and always the same: written once.
    private static Task TellHealthAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Healthy.Length;
        return context.Response.Body.WriteAsync(Healthy, 0, Healthy.Length, context.RequestAborted);
    }

    private async Task<IResult> DiagnoseAsync(HttpContext context)
    {
        var checks = await doctor.ExamineAsync(context.RequestAborted);
        return Results.Json(
            new DoctorBody([.. checks.Select(BodyOf)]),
            ReefJson.Default.DoctorBody);
    }

    private static DoctorCheckBody BodyOf(HostCheck check) => new(
        check.Name, check.Status.ToString().ToLowerInvariant(), check.Severity.ToString().ToLowerInvariant(), check.Found, check.Why, check.Hint, check.Waiver);

    private IResult Fix(HttpContext context)
    {
        if (posture.Fix().TryGetError(out var error, out var fixes)) return ProblemMapping.ToResult(error);
        foreach (var fix in fixes) _ = events.Add("host.fixed", null, Peer.ActorOf(context), $"{fix.Check}: {fix.File} {fix.Before} -> {fix.After}");
        return Results.Json(
            new DoctorFixList([.. fixes.Select(fix => new DoctorFixBody(fix.Check, fix.File, fix.Before, fix.After))]), ReefJson.Default.DoctorFixList);
    }

    private IResult Stop(HttpContext context)
    {
        // After the answer is out: the client shall hear that it was heard.
        context.Response.OnCompleted(() =>
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        });
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }
}
