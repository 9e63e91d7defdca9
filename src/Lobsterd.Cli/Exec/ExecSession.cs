using System.Buffers.Binary;
using System.Net.WebSockets;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Cli.Exec;

/// <summary>Moves bytes between our streams and a command in a guest, until the command ends. One message is one frame: a type byte, then its payload.</summary>
internal sealed class ExecSession(WebSocket socket, Screen screen) : IDisposable
{
    private const int ChunkBytes = 32 << 10;

    private readonly SemaphoreSlim sending = new(1, 1);

    /// <summary>Passes the command's output on.</summary>
    /// <returns>Its exit code.</returns>
    /// <error code="exec.session.lost">Guest or service went away.</error>
    internal async Task<Result<int, LobsterError>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[AgentLimits.MaxFrameBytes + 1];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    if (length == buffer.Length) return Lost("a message is longer than any frame");
                    received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                    length += received.Count;
                }
                while (!received.EndOfMessage);

                if (received.MessageType == WebSocketMessageType.Close) return Lost(socket.CloseStatusDescription ?? "it was closed");
                if (length == 0) return Lost("a message is empty");
                var payload = buffer.AsMemory(1, length - 1);
                switch ((AgentFrameType)buffer[0])
                {
                    case AgentFrameType.Output:
                        await screen.OutBytes.WriteAsync(payload, cancellationToken);
                        break;
                    case AgentFrameType.Error:
                        await screen.ErrorBytes.WriteAsync(payload, cancellationToken);
                        break;
                    case AgentFrameType.Exited when payload.Length == sizeof(int):
                        await EndAsync(cancellationToken);
                        return BinaryPrimitives.ReadInt32BigEndian(payload.Span) & 0xff;
                    default:
                        return Lost($"a message of type {buffer[0]} is not known");
                }
            }
        }
        catch (WebSocketException)
        {
            return Lost("the connection broke");
        }
    }

    /// <summary>Passes our standard input on until its end.</summary>
    internal async Task SendInputAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes + 1];
        buffer[0] = (byte)AgentFrameType.Input;
        while (await ReadInputAsync(buffer.AsMemory(1), cancellationToken) is > 0 and var count)
            await SendAsync(buffer.AsMemory(0, count + 1), cancellationToken);
        await EndInputAsync(cancellationToken);
    }

    /// <summary>Tells the command that nothing will come.</summary>
    internal Task EndInputAsync(CancellationToken cancellationToken) => SendAsync(new[] { (byte)AgentFrameType.InputEnd }, cancellationToken);

    /// <summary>Passes a signal on.</summary>
    internal Task SignalAsync(int signal, CancellationToken cancellationToken) => SendAsync(new[] { (byte)AgentFrameType.Signal, (byte)signal }, cancellationToken);

    /// <summary>Tells the command's terminal our own's size.</summary>
    internal Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        var message = new byte[5];
        message[0] = (byte)AgentFrameType.Resize;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(1), (ushort)columns);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(3), (ushort)rows);
        return SendAsync(message, cancellationToken);
    }

    public void Dispose()
    {
        socket.Dispose();
        sending.Dispose();
    }

    private async Task<int> ReadInputAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await screen.In.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            // A terminal that hung up.
            return 0;
        }
    }

    // A WebSocket takes one message at a time; a command that ended meanwhile needs none any more.
    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State == WebSocketState.Open) await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException)
        {
            // The receiving side tells it.
        }
        finally
        {
            _ = sending.Release();
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (WebSocketException)
        {
            // We have what we came for.
        }
        finally
        {
            _ = sending.Release();
        }
    }

    private static LobsterError Lost(string why) => new(ExecErrors.Lost, $"the command's session ended: {PlainText.Of(why, 200)}", "whether it still ran is not known");
}
