using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Service;

/// <summary>The ways in which starting and stopping the service can fail.</summary>
public static class ServiceErrors
{
    /// <summary>The service ended before it answered, for a reason on the host; its last words are in the message.</summary>
    public static readonly ErrorCode StartFailed = new("service.start.failed", ErrorKind.NotReady);

    /// <summary>The service refused what it was given: its configuration or its root.</summary>
    public static readonly ErrorCode StartInvalid = new("service.start.invalid", ErrorKind.Invalid);

    /// <summary>Another service holds the root and does not answer.</summary>
    public static readonly ErrorCode StartHeld = new("service.start.held", ErrorKind.Conflict);

    /// <summary>The service did not answer in its time, or did not end in it.</summary>
    public static readonly ErrorCode TimedOut = new("service.wait.timeout", ErrorKind.Unavailable);

    /// <summary>What is left of the root could not be removed.</summary>
    public static readonly ErrorCode RemovalFailed = new("service.remove.failed", ErrorKind.NotReady);
}
