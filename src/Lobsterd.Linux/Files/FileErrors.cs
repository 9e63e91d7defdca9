using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Files;

/// <summary>The ways in which the kernel can refuse a file.</summary>
public static class FileErrors
{
    /// <summary>A file or folder could not be opened.</summary>
    public static readonly ErrorCode OpenFailed = new("file.open.failed", ErrorKind.NotReady);

    /// <summary>A file could not be written, flushed or renamed; what stood there before still does.</summary>
    public static readonly ErrorCode WriteFailed = new("file.write.failed", ErrorKind.NotReady);

    /// <summary>Another process holds the lock.</summary>
    public static readonly ErrorCode Locked = new("file.lock.held", ErrorKind.Conflict);
}
