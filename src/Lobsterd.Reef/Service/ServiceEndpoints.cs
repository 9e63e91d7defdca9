using Lobsterd.Domain.Diagnosis;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Lobsterd.Reef.Service;

/// <summary><c>/v1/health</c>, <c>/v1/version</c>, <c>/v1/doctor</c>, <c>/v1/stop</c>.</summary>
public sealed class ServiceEndpoints(ServiceFacts facts, IHostDoctor doctor, IHostApplicationLifetime lifetime)
{
    /// <summary>Adds the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.MapGet(ReefPaths.Health, () => Results.Json(new HealthBody("ok"), ReefJson.Default.HealthBody));
        _ = routes.MapGet(ReefPaths.Version, () => Results.Json(facts.ToBody(), ReefJson.Default.VersionBody));
        _ = routes.MapGet(ReefPaths.Doctor, DiagnoseAsync);
        _ = routes.MapPost(ReefPaths.Stop, Stop);
    }

    private async Task<IResult> DiagnoseAsync(CancellationToken cancellationToken)
    {
        var checks = await doctor.ExamineAsync(cancellationToken);
        return Results.Json(
            new DoctorBody([.. checks.Select(check => new DoctorCheckBody(check.Name, check.Status.ToString().ToLowerInvariant(), check.Found, check.Hint))]),
            ReefJson.Default.DoctorBody);
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
