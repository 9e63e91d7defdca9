using System.Net.Sockets;

namespace Lobsterd.Linux.UnixSockets;

/// <summary>Connections to whoever listens at a path.</summary>
public static class UnixConnection
{
    /// <summary>Connects a stream; waits while the listener's queue is full.</summary>
    /// <param name="path">The socket's path, 107 bytes at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketException">Nobody listens there, or we may not connect.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The path is too long.</exception>
    public static async Task<Socket> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
