using System.Runtime.InteropServices;
using Lobsterd.Linux.Ptys;

namespace Lobsterd.Linux.Terminals;

internal static unsafe partial class TerminalCalls
{
    /// <summary>isatty(3)</summary>
    [LibraryImport("libc", EntryPoint = "isatty")]
    internal static partial int IsTerminal(int fd);

    /// <summary>tcgetattr(3)</summary>
    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int GetAttributes(int fd, out TerminalAttributes attributes);

    /// <summary>tcsetattr(3)</summary>
    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int SetAttributes(int fd, int when, in TerminalAttributes attributes);

    /// <summary>cfmakeraw(3)</summary>
    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    internal static partial void MakeRaw(ref TerminalAttributes attributes);

    /// <summary>ioctl(2) with a window size, ioctl_tty(2)</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int fd, nuint request, WindowSize* argument);
}
