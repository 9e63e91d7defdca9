using Lobsterd.Domain.Diagnosis;
using Lobsterd.Engine.Events;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Service;

/// <summary><c>/v1/health</c>, <c>/v1/version</c>, <c>/v1/doctor</c>, <c>/v1/doctor/fix</c>, <c>/v1/stop</c>.</summary>
public sealed class ServiceEndpoints(ServiceFacts facts, IHostDoctor doctor, IHostPosture posture, EventBook events, IHostApplicationLifetime lifetime)
{
    /// <summary>Adds the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.MapGet(ReefPaths.Health, () => Results.Json(new HealthBody("ok"), ReefJson.Default.HealthBody));
        _ = routes.MapGet(ReefPaths.Version, () => Results.Json(facts.ToBody(), ReefJson.Default.VersionBody));
        _ = routes.MapGet(ReefPaths.Doctor, DiagnoseAsync);
        _ = routes.MapPost(ReefPaths.DoctorFix, Fix);
        _ = routes.MapPost(ReefPaths.Stop, Stop);
    }

    private async Task<IResult> DiagnoseAsync(CancellationToken cancellationToken)
    {
        var checks = await doctor.ExamineAsync(cancellationToken);
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
