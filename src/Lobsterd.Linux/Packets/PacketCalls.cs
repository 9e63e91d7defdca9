using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Packets;

internal static unsafe partial class PacketCalls
{
    /// <summary>socket(2)</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    /// <summary>bind(2) to a link layer address</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, LinkLayerAddress* address, uint length);

    /// <summary>write(2): on a bound packet socket, one whole frame</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int socket, byte* frame, nuint length);

    /// <summary>read(2): on a packet socket, one whole frame</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int socket, byte* frame, nuint length);
}
