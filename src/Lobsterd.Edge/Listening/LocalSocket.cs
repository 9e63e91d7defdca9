using System.Globalization;
using System.Net.Sockets;

namespace Lobsterd.Edge.Listening;

/// <summary>Listens on Unix sockets.</summary>
internal static class LocalSocket
{
    /// <summary>Listens on a path and replaces, at once, whatever socket lay there: a dead edge's, or that of one that has handed over.</summary>
    /// <remarks>Bound beside it, under a name that no other process uses, and renamed. The path never is without a socket that way; and the runtime, which
    /// removes the file that it has bound when it closes the socket, finds none of that name, so an edge that ends takes nothing of the next one's away.</remarks>
    /// <param name="path">The socket's path.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    /// <param name="mode">Who may connect.</param>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    /// <exception cref="IOException">It cannot be put in place.</exception>
    public static Socket Listen(string path, int backlog, UnixFileMode mode)
    {
        var fresh = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(fresh);
            socket.Bind(new UnixDomainSocketEndPoint(fresh));
            File.SetUnixFileMode(fresh, mode);
            socket.Listen(backlog);
            File.Move(fresh, path, overwrite: true);
            return socket;
        }
        catch (Exception fault) when (fault is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw;
        }
    }
}
