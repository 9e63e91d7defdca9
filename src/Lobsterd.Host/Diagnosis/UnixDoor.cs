using System.Net.Sockets;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether somebody listens on a Unix socket.</summary>
internal static class UnixDoor
{
    internal static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
