using System.Diagnostics;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Problems;

/// <summary>Turns errors into RFC 9457 problems; the one place where a kind becomes an HTTP status.</summary>
public static class ProblemMapping
{
    /// <summary>The HTTP status of a kind of failure.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Exhausted => StatusCodes.Status507InsufficientStorage,
        ErrorKind.NotReady or ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.Bug => StatusCodes.Status500InternalServerError,
        _ => throw new UnreachableException($"error kind {kind}"),
    };

    /// <summary>An error as a problem.</summary>
    public static ProblemBody ToProblem(LobsterError error) => new()
    {
        Type = $"urn:lobsterd:{error.Code.Name}",
        Title = TitleOf(error.Code.Kind),
        Status = StatusOf(error.Code.Kind),
        Detail = error.FullMessage,
        Code = error.Code.Name,
        Hint = error.NearestHint,
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };

    /// <summary>An error as an answer.</summary>
    public static IResult ToResult(LobsterError error)
    {
        var problem = ToProblem(error);
        return Results.Json(problem, ReefJson.Default.ProblemBody, ReefPaths.Problem, problem.Status);
    }

    private static string TitleOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => "Invalid request",
        ErrorKind.NotFound => "Not found",
        ErrorKind.Conflict => "Conflict",
        ErrorKind.Exhausted => "Resources exhausted",
        ErrorKind.NotReady => "Host not ready",
        ErrorKind.Unavailable => "Unavailable",
        ErrorKind.Bug => "Internal failure",
        _ => throw new UnreachableException($"error kind {kind}"),
    };
}
