using System.Runtime.InteropServices;

namespace Lobsterd.Linux.UnixSockets;

/// <summary><c>struct iovec</c> of sys/uio.h, 16 bytes on x86-64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DataVector
{
    internal void* Start;
    internal nuint Length;
}
