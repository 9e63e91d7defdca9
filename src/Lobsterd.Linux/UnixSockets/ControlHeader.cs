using System.Runtime.InteropServices;

namespace Lobsterd.Linux.UnixSockets;

/// <summary><c>struct cmsghdr</c> of sys/socket.h, 16 bytes on x86-64; its data follows at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    internal nuint Length;
    internal int Level;
    internal int Type;
}
