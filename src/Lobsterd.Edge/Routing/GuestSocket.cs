using System.Net.Sockets;

namespace Lobsterd.Edge.Routing;

/// <summary>Makes TCP sockets that notice a dead peer: a guest that is gone sends nothing, not even a reset.</summary>
internal static class GuestSocket
{
    /// <summary>An unconnected socket towards a guest.</summary>
    public static Socket New(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        Tune(socket);
        return socket;
    }

    /// <summary>No delay, and a keep-alive that gives up after two minutes of silence.</summary>
    public static void Tune(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }
}
