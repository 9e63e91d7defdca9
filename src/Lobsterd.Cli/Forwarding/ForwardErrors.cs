using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Forwarding;

/// <summary>The ways in which forwarding a port can fail.</summary>
public static class ForwardErrors
{
    /// <summary>The port here is taken, or may not be used.</summary>
    public static readonly ErrorCode PortTaken = new("forward.port.taken", ErrorKind.Conflict);
}
