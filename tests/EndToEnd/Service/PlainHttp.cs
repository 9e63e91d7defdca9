using System.Net.Sockets;
using System.Text;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Speaks to a workload itself over a connection, without an edge or a Caddy that reads what goes through.</summary>
internal static class PlainHttp
{
    private const int MostBytes = 8 << 10;

    /// <summary>Asks the demo gateway for its report; the connection stays open.</summary>
    /// <returns>The answer's head and body; what came of them where the connection ended.</returns>
    internal static async Task<string> AskAsync(Socket socket, CancellationToken cancellationToken)
    {
        _ = await socket.SendAsync("GET / HTTP/1.1\r\nHost: alice\r\n\r\n"u8.ToArray(), cancellationToken);
        var buffer = new byte[MostBytes];
        var length = 0;
        while (!buffer.AsSpan(0, length).Contains((byte)'}') && await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count) length += count;
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
