using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Snapshots;

/// <summary>The ways in which taking, keeping and using copies of tenants' disks can fail.</summary>
public static class SnapErrors
{
    /// <summary>There is no such snap.</summary>
    public static readonly ErrorCode Unknown = new("snap.name.unknown", ErrorKind.NotFound);

    /// <summary>The text names no snap: it is neither an id nor a label.</summary>
    public static readonly ErrorCode NameInvalid = new("snap.name.invalid", ErrorKind.Invalid);

    /// <summary>The label breaks the rule.</summary>
    public static readonly ErrorCode LabelInvalid = new("snap.label.invalid", ErrorKind.Invalid);

    /// <summary>Another snap of the tenant has that label.</summary>
    public static readonly ErrorCode LabelTaken = new("snap.label.taken", ErrorKind.Conflict);

    /// <summary>The tenant is in a state in which its disk cannot be copied or replaced.</summary>
    public static readonly ErrorCode StateRefused = new("snap.state.refused", ErrorKind.Conflict);

    /// <summary>The copy was not done while the guest's file system could be held still; the guest runs on, and nothing was kept.</summary>
    public static readonly ErrorCode FreezeExceeded = new("snap.freeze.exceeded", ErrorKind.Unavailable);

    /// <summary>The snap is not what it was when it was sealed.</summary>
    public static readonly ErrorCode Damaged = new("snap.store.damaged", ErrorKind.Conflict);

    /// <summary>The snap's disk does not fit the tenant: another image, or another size.</summary>
    public static readonly ErrorCode Misfit = new("snap.disk.misfit", ErrorKind.Conflict);

    /// <summary>A file of the store could not be read or written.</summary>
    public static readonly ErrorCode FileFailed = new("snap.file.failed", ErrorKind.Exhausted);

    /// <summary>The file is no archive of a snap, or a damaged one; nothing was taken from it.</summary>
    public static readonly ErrorCode ArchiveInvalid = new("snap.archive.invalid", ErrorKind.Invalid);

    /// <summary>The archive cannot be read, or cannot be written because something is there already.</summary>
    public static readonly ErrorCode ArchiveFailed = new("snap.archive.failed", ErrorKind.NotReady);

    /// <summary>Another snap with the archive's id is in the store.</summary>
    public static readonly ErrorCode ArchiveTaken = new("snap.archive.taken", ErrorKind.Conflict);
}
