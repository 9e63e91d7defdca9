using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Uevents;

/// <summary>The ways in which listening for devices can fail.</summary>
public static class UeventErrors
{
    /// <summary>The kernel gave no socket for its events.</summary>
    public static readonly ErrorCode ListenFailed = new("uevent.listen.failed", ErrorKind.NotReady);
}
