using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

internal static unsafe partial class NetlinkCalls
{
    /// <summary>socket(2)</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int domain, int type, int protocol);

    /// <summary>bind(2), netlink(7)</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int fd, NetlinkAddress* address, uint length);

    /// <summary>setsockopt(2)</summary>
    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(int fd, int level, int name, int* value, uint length);

    /// <summary>send(2)</summary>
    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(int fd, byte* buffer, nuint length, int flags);

    /// <summary>recv(2)</summary>
    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(int fd, byte* buffer, nuint length, int flags);

    /// <summary>if_nametoindex(3)</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint IndexOf(string name);

    /// <summary>if_indextoname(3)</summary>
    [LibraryImport("libc", EntryPoint = "if_indextoname", SetLastError = true)]
    internal static partial nint NameOf(uint index, byte* name);
}
