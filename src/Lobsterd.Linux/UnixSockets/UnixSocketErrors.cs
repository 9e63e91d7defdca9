using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.UnixSockets;

/// <summary>The ways in which work on Unix sockets can fail.</summary>
public static class UnixSocketErrors
{
    /// <summary>The name or path is taken by somebody who lives.</summary>
    public static readonly ErrorCode NameTaken = new("unix.name.taken", ErrorKind.Conflict);

    /// <summary>The path or name is longer than a Unix socket's can be.</summary>
    public static readonly ErrorCode NameTooLong = new("unix.name.too-long", ErrorKind.Invalid);

    /// <summary>The peer has gone, or sent something else than was agreed.</summary>
    public static readonly ErrorCode PeerGone = new("unix.peer.gone", ErrorKind.Unavailable);

    /// <summary>Any other refusal of the kernel.</summary>
    public static readonly ErrorCode Failed = new("unix.socket.failed", ErrorKind.NotReady);
}
