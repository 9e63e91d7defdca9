using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Limits;

/// <summary>The ways in which limiting a process can fail.</summary>
public static class LimitErrors
{
    /// <summary>A limit could not be set; a hard one is raised by root with CAP_SYS_RESOURCE only.</summary>
    public static readonly ErrorCode Refused = new("limit.set.refused", ErrorKind.NotReady);

    /// <summary>A property of this process could not be set.</summary>
    public static readonly ErrorCode ControlRefused = new("limit.control.refused", ErrorKind.NotReady);
}
