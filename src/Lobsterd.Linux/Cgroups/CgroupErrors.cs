using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Cgroups;

/// <summary>The ways in which work on cgroups can fail.</summary>
public static class CgroupErrors
{
    /// <summary>The host has no cgroups mounted at all.</summary>
    public static readonly ErrorCode None = new("cgroup.hierarchy.missing", ErrorKind.NotReady);

    /// <summary>A cgroup could not be made: read-only, or a limit of depth or number.</summary>
    public static readonly ErrorCode CreateFailed = new("cgroup.create.failed", ErrorKind.NotReady);

    /// <summary>A cgroup still has processes that do not end.</summary>
    public static readonly ErrorCode Busy = new("cgroup.remove.busy", ErrorKind.Conflict);

    /// <summary>A process could not be moved into a cgroup.</summary>
    public static readonly ErrorCode JoinFailed = new("cgroup.join.failed", ErrorKind.NotReady);
}
