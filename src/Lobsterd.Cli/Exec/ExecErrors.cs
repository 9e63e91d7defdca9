using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Exec;

/// <summary>The ways in which running a command in a guest can fail on our side.</summary>
public static class ExecErrors
{
    /// <summary>The guest or the service went away while the command ran; its exit code is unknown.</summary>
    public static readonly ErrorCode Lost = new("exec.session.lost", ErrorKind.Unavailable);
}
