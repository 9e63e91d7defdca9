using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Ptys;

internal static unsafe partial class PtyCalls
{
    /// <summary>ioctl(2) with an integer, ioctl_tty(2)</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int fd, nuint request, int* argument);

    /// <summary>ioctl(2) with a window size, ioctl_tty(2)</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int fd, nuint request, WindowSize* argument);

    /// <summary>chown(2)</summary>
    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(string path, uint user, uint group);
}
