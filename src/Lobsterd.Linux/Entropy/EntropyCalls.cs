using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Entropy;

internal static unsafe partial class EntropyCalls
{
    /// <summary>getrandom(2)</summary>
    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    internal static partial nint GetRandom(byte* buffer, nuint length, uint flags);

    /// <summary>ioctl(2) with an address, random(4)</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int fd, nuint request, byte* argument);
}
