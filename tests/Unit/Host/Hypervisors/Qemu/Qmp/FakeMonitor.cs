using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Qmp;

/// <summary>The other end of a QMP connection, as well or badly behaved as a test wants it.</summary>
internal sealed class FakeMonitor : IDisposable
{
    internal const string Greeting =
        """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("qmp-");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Socket? client;
    private StreamReader? reader;

    internal FakeMonitor()
    {
        listener.Bind(new UnixDomainSocketEndPoint(Path));
        listener.Listen(4);
    }

    internal string Path => System.IO.Path.Combine(folder.FullName, "qmp.sock");

    public void Dispose()
    {
        Hang();
        listener.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Takes the connection and greets, as QEMU does.</summary>
    internal async Task GreetAsync(CancellationToken cancellationToken)
    {
        await AcceptAsync(cancellationToken);
        await SayAsync(Greeting + "\r\n", cancellationToken);
        await AnswerAsync("{}", cancellationToken);
    }

    internal async Task AcceptAsync(CancellationToken cancellationToken)
    {
        client = await listener.AcceptAsync(cancellationToken);
        reader = new StreamReader(new NetworkStream(client), Encoding.UTF8);
    }

    internal Task SayAsync(string text, CancellationToken cancellationToken) => SayAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    // A client that hung up, as it shall on nonsense, is no failure of the test.
    internal async Task SayAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _ = await TrySayAsync(bytes, cancellationToken);

    /// <summary>Says it; false when the client has hung up.</summary>
    internal async Task<bool> TrySayAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            _ = await client!.SendAsync(bytes, SocketFlags.None, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Reads one command.</summary>
    internal async Task<(string Name, long Id, string Line)> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await reader!.ReadLineAsync(cancellationToken) ?? throw new IOException("the client hung up");
        using var command = JsonDocument.Parse(line);
        return (command.RootElement.GetProperty("execute").GetString()!, command.RootElement.GetProperty("id").GetInt64(), line);
    }

    /// <summary>Reads one command and answers it.</summary>
    internal async Task<string> AnswerAsync(string value, CancellationToken cancellationToken)
    {
        var (name, id, _) = await ReadAsync(cancellationToken);
        await SayAsync($"{{\"return\": {value}, \"id\": {id}}}\r\n", cancellationToken);
        return name;
    }

    /// <summary>Ends before it took anybody's connection, as a QEMU that cannot start does.</summary>
    internal void Die() => listener.Dispose();

    internal void Hang()
    {
        reader?.Dispose();
        client?.Dispose();
    }
}
