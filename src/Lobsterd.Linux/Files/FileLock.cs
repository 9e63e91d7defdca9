using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>An exclusive lock on a file of its own (flock(2)); the kernel gives it back when the process ends, however it ends.</summary>
public sealed class FileLock : IDisposable
{
    private readonly Fd fd;

    private FileLock(Fd fd) => this.fd = fd;

    /// <summary>Takes the lock without waiting. The file is made when it is not there, and never removed: two processes must mean the same one.</summary>
    /// <param name="path">The lock's file, mode 0600.</param>
    /// <error code="file.open.failed">The file could not be opened.</error>
    /// <error code="file.lock.held">Another process holds it.</error>
    public static Result<FileLock, LobsterError> TryAcquire(string path)
    {
        const uint OwnerOnly = 0x180;    // 0600
        var fd = Fd.Adopt(FileCalls.Open(path, FileCalls.ReadWrite | FileCalls.Create | FileCalls.NoFollow | FileCalls.CloseOnExec, OwnerOnly));
        if (fd.IsInvalid) return Errno.Last(FileErrors.OpenFailed, path);
        if (FileCalls.Lock(fd, FileCalls.LockExclusive | FileCalls.LockNonBlocking) == 0) return new FileLock(fd);
        var error = Errno.Last(Errno.LastNumber == Errno.Again ? FileErrors.Locked : FileErrors.OpenFailed, path);
        fd.Dispose();
        return error;
    }

    /// <summary>Takes part in a lock that another process holds and handed over (SCM_RIGHTS): it is given back when the last of them has closed it.</summary>
    /// <param name="fd">Its descriptor; owned from here on.</param>
    /// <error code="file.lock.held">The descriptor's open file does not hold the lock, and somebody else does.</error>
    public static Result<FileLock, LobsterError> Adopt(Fd fd)
    {
        if (FileCalls.Lock(fd, FileCalls.LockExclusive | FileCalls.LockNonBlocking) == 0) return new FileLock(fd);
        var error = Errno.Last(FileErrors.Locked, $"descriptor {fd.Number}");
        fd.Dispose();
        return error;
    }

    /// <summary>The lock's descriptor, to be handed over; stays the lock's.</summary>
    public Fd Descriptor => fd;

    /// <inheritdoc/>
    public void Dispose() => fd.Dispose();
}
