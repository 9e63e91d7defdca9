using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Mounts;

/// <summary>The ways in which work on mounts can fail.</summary>
public static class MountErrors
{
    /// <summary>A mount could not be made.</summary>
    public static readonly ErrorCode AttachFailed = new("mount.attach.failed", ErrorKind.NotReady);

    /// <summary>A mount could not be taken away; it is busy mostly.</summary>
    public static readonly ErrorCode DetachFailed = new("mount.detach.failed", ErrorKind.Conflict);

    /// <summary>The root could not be changed.</summary>
    public static readonly ErrorCode RootFailed = new("mount.root.failed", ErrorKind.NotReady);

    /// <summary>The kernel's list of mounts did not parse.</summary>
    public static readonly ErrorCode TableUnreadable = new("mount.table.unreadable", ErrorKind.Bug);
}
