using System.Net.Sockets;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>A socket in a jail. Its path on the host may be longer than the 107 bytes that a socket's address holds, so it is reached by its folder's descriptor.</summary>
/// <param name="path">On the host.</param>
internal sealed class ApiSocket(string path)
{
    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nothing listens there.</exception>
    internal async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Fd.Open(Path.GetDirectoryName(path)!, OpenFlags.PathOnly | OpenFlags.Directory | OpenFlags.NoFollow).TryGetError(out _, out var folder))
            throw new SocketException((int)SocketError.AddressNotAvailable);
        using (folder)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint($"/proc/self/fd/{folder.Number}/{Path.GetFileName(path)}"), cancellationToken);
                return socket;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
