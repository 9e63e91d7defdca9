using System.Runtime.InteropServices;

namespace Lobsterd.Linux.UnixSockets;

internal static unsafe partial class UnixSocketCalls
{
    /// <summary>socket(2)</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    /// <summary>socketpair(2)</summary>
    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    internal static partial int SocketPair(int family, int type, int protocol, int* ends);

    /// <summary>bind(2)</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, UnixAddress* address, uint length);

    /// <summary>listen(2)</summary>
    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(int socket, int backlog);

    /// <summary>sendmsg(2)</summary>
    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    internal static partial nint Send(int socket, MessageHeader* message, int flags);

    /// <summary>recvmsg(2)</summary>
    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    internal static partial nint Receive(int socket, MessageHeader* message, int flags);
}
