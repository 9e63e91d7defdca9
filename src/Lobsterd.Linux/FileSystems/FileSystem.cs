using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.FileSystems;

/// <summary>The file system that an open file or folder lies on. Every call may block for as long as its disk does.</summary>
public static class FileSystem
{
    // _IOWR('X', 119, int) and _IOWR('X', 120, int) of linux/fs.h
    private const nuint FreezeRequest = 0xC004_5877;
    private const nuint ThawRequest = 0xC004_5878;

    /// <summary>Writes everything to the disk and holds every later writer back until <see cref="Thaw"/>.</summary>
    /// <error code="filesystem.freeze.refused">It cannot be frozen (overlayfs, tmpfs), or is frozen already.</error>
    public static UnitResult<LobsterError> Freeze(Fd onIt) =>
        FileSystemCalls.Control(onIt.Number, FreezeRequest, 0) == 0
            ? UnitResult.Success<LobsterError>()
            : Errno.Last(FileSystemErrors.FreezeRefused, "freeze");

    /// <summary>Lets writers go on.</summary>
    /// <error code="filesystem.thaw.refused">It is not frozen.</error>
    public static UnitResult<LobsterError> Thaw(Fd onIt) =>
        FileSystemCalls.Control(onIt.Number, ThawRequest, 0) == 0
            ? UnitResult.Success<LobsterError>()
            : Errno.Last(FileSystemErrors.ThawRefused, "thaw");

    /// <summary>Writes its caches to the disk.</summary>
    /// <error code="filesystem.sync.failed">The disk refused, or refused an earlier write.</error>
    public static UnitResult<LobsterError> Sync(Fd onIt) =>
        FileSystemCalls.Sync(onIt.Number) == 0 ? UnitResult.Success<LobsterError>() : Errno.Last(FileSystemErrors.SyncFailed, "syncfs");
}
