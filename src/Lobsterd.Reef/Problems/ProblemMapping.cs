using System.Diagnostics;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Problems;

/// <summary>Turns errors into RFC 9457 problems.</summary>
public static class ProblemMapping
{
    /// <summary>An error as a problem of the trace that is under way.</summary>
    public static ProblemBody ToProblem(LobsterError error) => ProblemKinds.ToProblem(error, Activity.Current?.TraceId.ToHexString());

    /// <summary>Answers an error.</summary>
    public static Task WriteAsync(HttpContext context, LobsterError error)
    {
        if (error.Code == AccessErrors.TokenRefused) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (error.Code == RequestErrors.RateExceeded) context.Response.Headers.RetryAfter = "1";
        return ToResult(error).ExecuteAsync(context);
    }

    /// <summary>An error as an answer.</summary>
    public static IResult ToResult(LobsterError error)
    {
        var problem = ToProblem(error);
        return Results.Json(problem, ReefJson.Default.ProblemBody, ReefPaths.Problem, problem.Status);
    }
}
