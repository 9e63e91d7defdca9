using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Client;

/// <summary>The ways in which talking to the service can fail.</summary>
public static class ClientErrors
{
    /// <summary>Nobody listens on the service's socket.</summary>
    public static readonly ErrorCode Silent = new("service.socket.silent", ErrorKind.NotFound);

    /// <summary>The service's socket is there and we may not use it.</summary>
    public static readonly ErrorCode Refused = new("service.socket.refused", ErrorKind.NotReady);

    /// <summary>The service went away in mid-answer, or did not answer in time.</summary>
    public static readonly ErrorCode Lost = new("service.answer.lost", ErrorKind.Unavailable);

    /// <summary>What the service answered is not what this command line understands; mostly the two are of different versions.</summary>
    public static readonly ErrorCode Garbled = new("service.answer.garbled", ErrorKind.Bug);

    /// <summary>Ctrl-C ended the wait for an operation.</summary>
    public static readonly ErrorCode Interrupted = new("operation.wait.interrupted", ErrorKind.Unavailable);

    /// <summary>A failure that the service told, under its own name.</summary>
    public static LobsterError OfProblem(ProblemBody problem) =>
        new(new ErrorCode(problem.Code, ProblemKinds.KindOf(problem)), problem.Detail, problem.Hint);
}
