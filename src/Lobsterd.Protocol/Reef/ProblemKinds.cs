using System.Diagnostics;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Protocol.Reef;

/// <summary>How a kind of failure is told in a problem; the one place where a kind becomes an HTTP status, and where it is read back.</summary>
public static class ProblemKinds
{
    /// <summary>Codes for which HTTP has a finer word than for their kind.</summary>
    public static IReadOnlyDictionary<string, int> FinerStatuses { get; } = new Dictionary<string, int>
    {
        ["access.token.refused"] = 401,
        ["request.match.failed"] = 412,
        ["request.body.large"] = 413,
        ["operation.key.reused"] = 422,
        ["request.rate.exceeded"] = 429,
    };

    /// <summary>The HTTP status of a code.</summary>
    public static int StatusOf(ErrorCode code) => FinerStatuses.TryGetValue(code.Name, out var finer) ? finer : StatusOf(code.Kind);

    /// <summary>The HTTP status of a kind of failure.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => 400,
        ErrorKind.NotFound => 404,
        ErrorKind.Conflict => 409,
        ErrorKind.Exhausted => 507,
        ErrorKind.NotReady or ErrorKind.Unavailable => 503,
        ErrorKind.Forbidden => 403,
        ErrorKind.Bug => 500,
        _ => throw new UnreachableException($"error kind {kind}"),
    };

    /// <summary>A kind in two words.</summary>
    public static string TitleOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => "Invalid request",
        ErrorKind.NotFound => "Not found",
        ErrorKind.Conflict => "Conflict",
        ErrorKind.Exhausted => "Resources exhausted",
        ErrorKind.NotReady => "Host not ready",
        ErrorKind.Unavailable => "Unavailable",
        ErrorKind.Forbidden => "Not allowed",
        ErrorKind.Bug => "Internal failure",
        _ => throw new UnreachableException($"error kind {kind}"),
    };

    /// <summary>The kind that a problem tells of: by its title, and by its status where the title is another service's.</summary>
    public static ErrorKind KindOf(ProblemBody problem)
    {
        foreach (var kind in Enum.GetValues<ErrorKind>())
            if (TitleOf(kind) == problem.Title) return kind;
        return problem.Status switch
        {
            401 or 403 => ErrorKind.Forbidden,
            404 => ErrorKind.NotFound,
            409 => ErrorKind.Conflict,
            507 => ErrorKind.Exhausted,
            503 => ErrorKind.Unavailable,
            >= 400 and < 500 => ErrorKind.Invalid,
            _ => ErrorKind.Bug,
        };
    }

    /// <summary>An error as a problem.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="traceId">The trace in which it happened; null for none.</param>
    public static ProblemBody ToProblem(LobsterError error, string? traceId) => new()
    {
        Type = $"urn:lobsterd:{error.Code.Name}",
        Title = TitleOf(error.Code.Kind),
        Status = StatusOf(error.Code),
        Detail = error.FullMessage,
        Code = error.Code.Name,
        Hint = error.NearestHint,
        TraceId = traceId,
    };
}
