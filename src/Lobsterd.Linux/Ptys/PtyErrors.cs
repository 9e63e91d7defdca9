using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Ptys;

/// <summary>The ways in which work on pseudo-terminals can fail.</summary>
public static class PtyErrors
{
    /// <summary>No new pseudo-terminal: the limit is reached, or /dev/pts is not there.</summary>
    public static readonly ErrorCode OpenFailed = new("pty.open.failed", ErrorKind.Exhausted);

    /// <summary>The terminal could not be given to a user.</summary>
    public static readonly ErrorCode OwnerRefused = new("pty.owner.refused", ErrorKind.NotReady);

    /// <summary>The terminal did not take a size.</summary>
    public static readonly ErrorCode ResizeFailed = new("pty.resize.failed", ErrorKind.Unavailable);

    /// <summary>Nobody is in the terminal's foreground.</summary>
    public static readonly ErrorCode NoForeground = new("pty.foreground.none", ErrorKind.Conflict);
}
