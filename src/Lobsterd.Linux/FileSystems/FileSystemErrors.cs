using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.FileSystems;

/// <summary>The ways in which work on a mounted file system can fail.</summary>
public static class FileSystemErrors
{
    /// <summary>It was not frozen: it cannot be, or it is already.</summary>
    public static readonly ErrorCode FreezeRefused = new("filesystem.freeze.refused", ErrorKind.Conflict);

    /// <summary>It was not thawed: it is not frozen.</summary>
    public static readonly ErrorCode ThawRefused = new("filesystem.thaw.refused", ErrorKind.Conflict);

    /// <summary>Its caches did not reach the disk.</summary>
    public static readonly ErrorCode SyncFailed = new("filesystem.sync.failed", ErrorKind.Unavailable);
}
