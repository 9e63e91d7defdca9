using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Uevents;

internal static unsafe partial class UeventCalls
{
    /// <summary>socket(2)</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    /// <summary>bind(2) to a netlink(7) address</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, uint* address, uint length);

    /// <summary>read(2): on a netlink socket, one message</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int socket, byte* buffer, nuint length);
}
