using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The little that is asked of a QEMU's monitor: one line there, one line back.</summary>
internal sealed class QemuMonitor
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly StreamReader reader;
    private readonly StreamWriter writer;

    internal QemuMonitor(string path)
    {
        var stream = new NetworkStream(Connect(path), ownsSocket: true) { ReadTimeout = (int)Longest.TotalMilliseconds };
        (reader, writer) = (new StreamReader(stream), new StreamWriter(stream) { AutoFlush = true });
        _ = reader.ReadLine();
        Execute("qmp_capabilities");
    }

    internal JsonNode? Execute(string command, JsonObject? arguments = null)
    {
        writer.WriteLine(new JsonObject { ["execute"] = command, ["arguments"] = arguments ?? [] }.ToJsonString());
        while (reader.ReadLine() is { } line)
        {
            var reply = JsonNode.Parse(line)!.AsObject();
            if (reply["error"] is { } error) throw new Fault($"Internal VMM error: stand-in: {error.ToJsonString()}");
            if (reply.ContainsKey("return")) return reply["return"];
        }
        throw new Fault("Internal VMM error: stand-in: the machine has ended");
    }

    internal void WaitWhile(string status) => Wait(() => (string?)Execute("query-status")?["status"] != status);

    internal void WaitForMigration() => Wait(() => (string?)Execute("query-migrate")?["status"] switch
    {
        "completed" => true,
        "failed" or "cancelled" => throw new Fault("Create snapshot error: stand-in: the machine did not write itself down"),
        _ => false,
    });

    private static void Wait(Func<bool> isOver)
    {
        var started = Stopwatch.GetTimestamp();
        using var never = new ManualResetEvent(false);
        while (!isOver())
        {
            if (Stopwatch.GetElapsedTime(started) > Longest) throw new Fault("Internal VMM error: stand-in: the machine takes too long");
            _ = never.WaitOne(1);
        }
    }

    private static Socket Connect(string path)
    {
        Socket? connected = null;
        Wait(() =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                connected = socket;
                return true;
            }
            catch (SocketException)
            {
                socket.Dispose();
                return false;
            }
        });
        return connected!;
    }
}
