using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Descriptors;

/// <summary><c>struct pollfd</c> of poll.h, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
