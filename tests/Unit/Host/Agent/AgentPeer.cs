using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>The guest's end of one connection, in the hands of a test: it can say anything.</summary>
internal sealed class AgentPeer(Stream stream, int number)
{
    internal const string Done = """{"reply":"done"}""";
    internal const string Streams = """{"reply":"stream"}""";

    /// <summary>Which connection of the agent it is, from 1.</summary>
    internal int Number => number;

    internal Task GreetAsync(string state = AgentGreeting.Claimed, int protocol = 1, int oldest = 1) =>
        SayAsync($$"""{"agent":"lobsterd","protocol":{{protocol}},"oldest":{{oldest}},"state":"{{state}}"}""");

    internal Task SayAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    internal async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    internal Task SendFrameAsync(AgentFrameType type, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[AgentFrame.HeadBytes + payload.Length];
        new AgentFrame(type, payload.Length).WriteHead(frame);
        payload.CopyTo(frame.AsSpan(AgentFrame.HeadBytes));
        return SendAsync(frame);
    }

    internal Task ExitAsync(int code)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, code);
        return SendFrameAsync(AgentFrameType.Exited, payload);
    }

    /// <summary>Says nothing more, and goes on to listen.</summary>
    internal void HalfClose() => ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection, as a guest's kernel that was reset does.</summary>
    internal void Reset()
    {
        ((NetworkStream)stream).Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        stream.Dispose();
    }

    /// <summary>The next request line; null when the host has closed.</summary>
    internal async Task<string?> HearAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await ReadOrEndAsync(one) == 1)
        {
            if (one[0] == '\n') return Encoding.UTF8.GetString([.. line]);
            line.Add(one[0]);
        }

        return null;
    }

    /// <summary>The next frame; null when the host has closed.</summary>
    internal async Task<(AgentFrameType Type, byte[] Payload)?> HearFrameAsync()
    {
        var head = new byte[AgentFrame.HeadBytes];
        if (!await ReadAllOrEndAsync(head)) return null;
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        return await ReadAllOrEndAsync(payload) ? ((AgentFrameType)head[0], payload) : null;
    }

    /// <summary>Completes when the host has closed its end.</summary>
    internal async Task HearEndAsync()
    {
        var rest = new byte[1 << 10];
        while (await ReadOrEndAsync(rest) > 0) { }
    }

    private async Task<bool> ReadAllOrEndAsync(Memory<byte> wanted)
    {
        while (!wanted.IsEmpty)
        {
            var count = await ReadOrEndAsync(wanted);
            if (count == 0) return false;
            wanted = wanted[count..];
        }

        return true;
    }

    private async Task<int> ReadOrEndAsync(Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
