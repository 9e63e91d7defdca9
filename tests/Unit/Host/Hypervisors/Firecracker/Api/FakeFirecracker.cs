using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Firecracker.Api;

/// <summary>The other end of Firecracker's API, as well or badly behaved as a test wants it.</summary>
internal sealed class FakeFirecracker : IDisposable
{
    internal const string Done = "HTTP/1.1 204 \r\nServer: Firecracker API\r\nConnection: keep-alive\r\n\r\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fc-");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Socket? client;

    internal FakeFirecracker(string below = "")
    {
        Path = System.IO.Path.Combine(folder.FullName, below, "api.sock");
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);

        // Bound under a short name and moved: a socket's address holds 107 bytes, its place in the file system more.
        var shortPath = System.IO.Path.Combine(folder.FullName, "s");
        listener.Bind(new UnixDomainSocketEndPoint(shortPath));
        listener.Listen(4);
        File.Move(shortPath, Path);
    }

    internal string Path { get; }

    /// <summary>Connections taken.</summary>
    internal int Connections { get; private set; }

    public void Dispose()
    {
        client?.Dispose();
        listener.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Takes one request, on a new connection where there is none, and answers it.</summary>
    /// <returns>The request, head and body.</returns>
    internal async Task<string> AnswerAsync(string answer, CancellationToken cancellationToken)
    {
        var request = await TakeAsync(cancellationToken);
        _ = await client!.SendAsync(Encoding.UTF8.GetBytes(answer), SocketFlags.None, cancellationToken);
        return request;
    }

    /// <summary>Takes one request and leaves it unanswered.</summary>
    internal async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        if (client is null)
        {
            client = await listener.AcceptAsync(cancellationToken);
            Connections++;
        }

        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var count = await client.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
            if (count == 0) break;
            _ = text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        return text.ToString();
    }

    /// <summary>Closes the connection.</summary>
    internal void HangUp()
    {
        client?.Dispose();
        client = null;
    }

    /// <summary>An answer with a body.</summary>
    internal static string Answer(int status, string body) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} \r\nServer: Firecracker API\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var length = request[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || request.Length - end - 4 >= int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
