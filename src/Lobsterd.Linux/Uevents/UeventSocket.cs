using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Uevents;

/// <summary>Hears that devices came or went (netlink(7), NETLINK_KOBJECT_UEVENT). What came is read from /sys, which cannot be out of date.</summary>
public sealed unsafe class UeventSocket : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int Datagram = 2;
    private const int KobjectUevent = 15;
    private const uint KernelGroup = 1;
    private const int AddressBytes = 12;
    private const int MostEventBytes = 8 << 10;

    private UeventSocket(Fd descriptor) => Descriptor = descriptor;

    /// <summary>Becomes readable when something happened.</summary>
    public Fd Descriptor { get; }

    /// <summary>Starts to listen; what happens from now on is not missed.</summary>
    /// <error code="uevent.listen.failed">The kernel refused.</error>
    public static Result<UeventSocket, LobsterError> Open()
    {
        var socket = Fd.Adopt(UeventCalls.Socket(NetlinkFamily, Datagram | OpenFlags.NonBlocking | OpenFlags.CloseOnExec, KobjectUevent));
        // struct sockaddr_nl of linux/netlink.h, 12 bytes: family (and padding), port id, groups.
        var address = stackalloc uint[AddressBytes / sizeof(uint)] { NetlinkFamily, 0, KernelGroup };
        if (!socket.IsInvalid && UeventCalls.Bind(socket.Number, address, AddressBytes) == 0) return new UeventSocket(socket);

        var error = Errno.Last(UeventErrors.ListenFailed, "uevent socket");
        socket.Dispose();
        return error;
    }

    /// <summary>Forgets every event that waits: whoever was woken now looks for himself.</summary>
    public void Drain()
    {
        var buffer = stackalloc byte[MostEventBytes];
        // A full queue is an error too, and only says that events were lost: looking at /sys makes up for them.
        while (UeventCalls.Read(Descriptor.Number, buffer, MostEventBytes) >= 0 || Errno.LastNumber is not Errno.Again)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
