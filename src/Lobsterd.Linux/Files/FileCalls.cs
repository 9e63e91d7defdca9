using System.Runtime.InteropServices;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

internal static partial class FileCalls
{
    internal const int CurrentFolder = -100;    // AT_FDCWD, <fcntl.h>
    internal const int ReadOnly = 0;            // O_RDONLY
    internal const int ReadWrite = 2;           // O_RDWR
    internal const int WriteOnly = 1;           // O_WRONLY
    internal const int Create = 0x40;           // O_CREAT
    internal const int Exclusive = 0x80;        // O_EXCL
    internal const int Truncate = 0x200;        // O_TRUNC
    internal const int Append = 0x400;          // O_APPEND
    internal const int Folder = 0x10000;        // O_DIRECTORY
    internal const int NoFollow = 0x20000;      // O_NOFOLLOW
    internal const int CloseOnExec = 0x80000;   // O_CLOEXEC
    internal const uint RenameExchange = 2;     // RENAME_EXCHANGE, <linux/fs.h>
    internal const int LockExclusive = 2;       // LOCK_EX, <sys/file.h>
    internal const int LockNonBlocking = 4;     // LOCK_NB

    /// <summary>open(2)</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    /// <summary>mkfifo(3)</summary>
    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeFifo(string path, uint mode);

    /// <summary>fsync(2)</summary>
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Flush(Fd fd);

    /// <summary>write(2)</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(Fd fd, byte* bytes, nuint count);

    /// <summary>rename(2)</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string from, string to);

    /// <summary>renameat2(2)</summary>
    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    /// <summary>flock(2)</summary>
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(Fd fd, int operation);

    /// <summary>ftruncate(2)</summary>
    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int SetLength(Fd fd, long length);

    /// <summary>fchown(2)</summary>
    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(Fd fd, uint user, uint group);

    /// <summary>lchown(2)</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(string path, uint user, uint group);

    /// <summary>fchmod(2)</summary>
    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(Fd fd, uint mode);

    /// <summary>mkdir(2)</summary>
    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeFolder(string path, uint mode);

    /// <summary>openat(2)</summary>
    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(Fd folder, string path, int flags, uint mode);

    /// <summary>mkdirat(2)</summary>
    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeFolder(Fd folder, string path, uint mode);

    /// <summary>unlinkat(2)</summary>
    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(Fd folder, string path, int flags);

    /// <summary>link(2)</summary>
    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Link(string from, string to);

    /// <summary>unlink(2)</summary>
    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    /// <summary>statfs(2)</summary>
    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatFileSystem(string path, out FileSystemStat result);

    /// <summary>statx(2) of a path</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Stat(int folder, string path, int flags, uint mask, out ExtendedStat result);

    /// <summary>statx(2) of an open file</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Stat(Fd file, string path, int flags, uint mask, out ExtendedStat result);

    /// <summary>lseek(2)</summary>
    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(Fd fd, long offset, int origin);

    /// <summary>copy_file_range(2)</summary>
    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    internal static unsafe partial nint CopyRange(Fd source, long* sourceOffset, Fd target, long* targetOffset, nuint length, uint flags);

    /// <summary>sendfile(2)</summary>
    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    internal static unsafe partial nint SendFile(Fd target, Fd source, long* sourceOffset, nuint length);

    /// <summary>fallocate(2)</summary>
    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Allocate(Fd fd, int mode, long offset, long length);

    /// <summary>ioctl(2) with a descriptor as argument: FICLONE of linux/fs.h</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int CloneFrom(Fd target, nuint request, int source);
}
