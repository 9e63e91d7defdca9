using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Sockets;

/// <summary>The ways in which work on TCP sockets can fail.</summary>
public static class SocketErrors
{
    /// <summary>No socket could be made or bound; the message names the address.</summary>
    public static readonly ErrorCode ListenFailed = new("socket.listen.failed", ErrorKind.NotReady);

    /// <summary>A waiting connection could not be taken; mostly a limit of open files.</summary>
    public static readonly ErrorCode AcceptFailed = new("socket.accept.failed", ErrorKind.Exhausted);

    /// <summary>Nobody took the connection.</summary>
    public static readonly ErrorCode ConnectFailed = new("socket.connect.failed", ErrorKind.Unavailable);
}
