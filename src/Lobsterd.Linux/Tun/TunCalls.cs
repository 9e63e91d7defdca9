using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Tun;

internal static partial class TunCalls
{
    /// <summary>ioctl(2) with a <see cref="TunRequest"/></summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int fd, nuint request, ref TunRequest argument);

    /// <summary>ioctl(2) with a number</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int fd, nuint request, nuint argument);
}
