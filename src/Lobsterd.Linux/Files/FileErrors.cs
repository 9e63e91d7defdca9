using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Files;

/// <summary>The ways in which the kernel can refuse a file.</summary>
public static class FileErrors
{
    /// <summary>A file or folder could not be opened.</summary>
    public static readonly ErrorCode OpenFailed = new("file.open.failed", ErrorKind.NotReady);

    /// <summary>A file could not be written, flushed or renamed; what stood there before still does.</summary>
    public static readonly ErrorCode WriteFailed = new("file.write.failed", ErrorKind.NotReady);

    /// <summary>The file or folder is not there.</summary>
    public static readonly ErrorCode Missing = new("file.path.missing", ErrorKind.NotFound);

    /// <summary>The file system or a quota is full.</summary>
    public static readonly ErrorCode NoRoom = new("file.space.exhausted", ErrorKind.Exhausted);

    /// <summary>The file system cannot do that: share extents, punch holes.</summary>
    public static readonly ErrorCode Unsupported = new("file.feature.unsupported", ErrorKind.NotReady);

    /// <summary>Any other refusal: no permission, read-only, an I/O error.</summary>
    public static readonly ErrorCode Failed = new("file.act.failed", ErrorKind.NotReady);

    /// <summary>What is there is no regular file, or larger than such a file may be.</summary>
    public static readonly ErrorCode NotPlain = new("file.kind.refused", ErrorKind.NotReady);

    /// <summary>Another process holds the lock.</summary>
    public static readonly ErrorCode Locked = new("file.lock.held", ErrorKind.Conflict);
}
