using System.Net.Sockets;
using System.Text;
using Lobsterd.Domain.Layout;
using Lobsterd.Tests.Fixtures;

namespace Lobsterd.Tests.Unit.Cli;

/// <summary>A service that answers each connection with the next of some given bytes and closes it, whatever was asked; when they are used up it is gone.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly List<string> heard = [];
    private readonly Queue<byte[]> script;
    private Socket? listener;
    private Task serving = Task.CompletedTask;

    public ScriptedService(params IEnumerable<string> answers)
        : this(answers.Select(Encoding.UTF8.GetBytes))
    {
    }

    public ScriptedService(IEnumerable<byte[]> answers)
    {
        script = new Queue<byte[]>(answers);
        _ = Directory.CreateDirectory(Paths.Run);
        Open();
    }

    public LobsterdPaths Paths => new(scratch.Path);

    /// <summary>The first line and the idempotency key of each request.</summary>
    public IReadOnlyList<string> Heard => heard;

    /// <summary>An answer of 200 with a JSON body.</summary>
    public static string Json(string body, int status = 200, string type = "application/json") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>An answer of server-sent events that ends with its connection.</summary>
    public static string Events(params string[] events) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{string.Concat(events.Select(Chunk))}";

    public static string Chunk(string text) => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n";

    /// <summary>Answers again, as the next service.</summary>
    public void Open()
    {
        File.Delete(Paths.ServiceSocket);
        listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Paths.ServiceSocket));
        listener.Listen();
        serving = ServeAsync(listener);
    }

    public async ValueTask DisposeAsync()
    {
        listener?.Dispose();
        await serving;
        scratch.Dispose();
    }

    private async Task ServeAsync(Socket door)
    {
        try
        {
            while (script.TryPeek(out var answer))
            {
                using var connection = await door.AcceptAsync();
                if (!await HearAsync(connection)) continue;    // only a look whether somebody listens

                _ = script.Dequeue();
                await SendAsync(connection, answer);
                if (script.Count == 0 || answer.Length == 0) door.Close();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task<bool> HearAsync(Socket connection)
    {
        var buffer = new byte[64 << 10];
        var count = await connection.ReceiveAsync(buffer);
        if (count == 0) return false;
        var lines = Encoding.UTF8.GetString(buffer, 0, count).Split("\r\n");
        heard.Add($"{lines[0]} {lines.FirstOrDefault(line => line.StartsWith("Idempotency-Key", StringComparison.Ordinal))}".Trim());
        return true;
    }

    // A client that had enough in mid-answer is its own affair.
    private static async Task SendAsync(Socket connection, byte[] answer)
    {
        try
        {
            for (var sent = 0; sent < answer.Length;) sent += await connection.SendAsync(answer.AsMemory(sent));
            connection.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
        }
    }
}
