using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.UnixSockets;

/// <summary><c>struct sockaddr_un</c> of sys/un.h, 110 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct UnixAddress
{
    internal ushort Family;
    internal PathBytes Path;

    /// <summary>Its 108 bytes of path; an abstract name starts with a NUL and needs no second.</summary>
    [InlineArray(108)]
    internal struct PathBytes
    {
        private byte first;
    }
}
