namespace Lobsterd.Linux.Descriptors;

/// <summary>What a descriptor is ready for; the <c>EPOLL</c> bits of sys/epoll.h.</summary>
[Flags]
public enum EpollInterest : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>EPOLLIN: a read would not block.</summary>
    Readable = 0x1,

    /// <summary>EPOLLOUT: a write would not block.</summary>
    Writable = 0x4,

    /// <summary>EPOLLERR: an error waits; told without being asked for.</summary>
    Failed = 0x8,

    /// <summary>EPOLLHUP: both ways are over; told without being asked for.</summary>
    HungUp = 0x10,

    /// <summary>EPOLLRDHUP: the peer will send no more.</summary>
    PeerClosed = 0x2000,

    /// <summary>EPOLLET: told once for each change, not as long as it holds.</summary>
    EdgeTriggered = 0x8000_0000,
}
