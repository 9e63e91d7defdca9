using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Sockets;

/// <summary>UDP sockets that never block and are close-on-exec; udp(7).</summary>
public static unsafe class UdpSocket
{
    private const int Datagram = 2;

    /// <summary>Takes a port.</summary>
    /// <param name="endPoint">Where.</param>
    /// <error code="socket.listen.failed">The address is not ours, or is taken, or its family is switched off.</error>
    public static Result<Fd, LobsterError> Bind(IPEndPoint endPoint)
    {
        var socket = Fd.Adopt(SocketCalls.Socket(RawAddress.FamilyOf(endPoint), Datagram | OpenFlags.NonBlocking | OpenFlags.CloseOnExec, 0));
        var address = stackalloc byte[RawAddress.MostBytes];
        var length = RawAddress.Write(endPoint, new Span<byte>(address, RawAddress.MostBytes));
        if (!socket.IsInvalid && SocketCalls.Bind(socket.Number, address, length) == 0) return socket;

        var error = Errno.Last(SocketErrors.ListenFailed, $"take UDP port {endPoint}");
        socket.Dispose();
        return error;
    }
}
