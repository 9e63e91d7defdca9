using System.Net.Sockets;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether somebody listens on a Unix socket.</summary>
internal static class UnixDoor
{
    internal static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            (await UnixConnection.OpenAsync(path, cancellationToken)).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
