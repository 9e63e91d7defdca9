using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Descriptors;

/// <summary><c>struct epoll_event</c> of sys/epoll.h, 12 bytes: packed on x86-64.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct EpollEvent
{
    internal uint Events;
    internal ulong Data;
}
