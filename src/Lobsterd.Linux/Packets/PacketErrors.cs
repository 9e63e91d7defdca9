using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Packets;

/// <summary>The ways in which work on packet sockets can fail.</summary>
public static class PacketErrors
{
    /// <summary>No packet socket on that interface: it is gone, or we may not.</summary>
    public static readonly ErrorCode OpenFailed = new("packet.open.failed", ErrorKind.NotReady);

    /// <summary>The frame was not taken; mostly the interface is down.</summary>
    public static readonly ErrorCode SendFailed = new("packet.send.failed", ErrorKind.Unavailable);

    /// <summary>Nothing more can be read; mostly the interface is down or gone.</summary>
    public static readonly ErrorCode ReceiveFailed = new("packet.receive.failed", ErrorKind.Unavailable);
}
