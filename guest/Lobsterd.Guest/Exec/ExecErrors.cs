using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Exec;

/// <summary>The ways in which a request to run a command can fail.</summary>
internal static class ExecErrors
{
    /// <summary>A value of the request is outside its range; the message names it.</summary>
    internal static readonly ErrorCode Invalid = new("guest.exec.invalid", ErrorKind.Invalid);

    /// <summary>As many commands run as may.</summary>
    internal static readonly ErrorCode TooMany = new("guest.exec.too-many", ErrorKind.Exhausted);
}
