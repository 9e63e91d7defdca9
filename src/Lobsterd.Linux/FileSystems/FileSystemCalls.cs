using System.Runtime.InteropServices;

namespace Lobsterd.Linux.FileSystems;

internal static partial class FileSystemCalls
{
    /// <summary>ioctl(2) with an unused integer: FIFREEZE and FITHAW of linux/fs.h</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int fd, nuint request, nint unused);

    /// <summary>syncfs(2)</summary>
    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    internal static partial int Sync(int fd);
}
