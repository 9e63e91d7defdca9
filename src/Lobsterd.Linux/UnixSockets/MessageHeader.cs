using System.Runtime.InteropServices;

namespace Lobsterd.Linux.UnixSockets;

/// <summary><c>struct msghdr</c> of sys/socket.h, 56 bytes on x86-64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    internal void* Name;
    internal uint NameLength;
    internal DataVector* Vectors;
    internal nuint VectorCount;
    internal void* Control;
    internal nuint ControlLength;
    internal int Flags;
}
