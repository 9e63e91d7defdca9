using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Reef.Exec;

/// <summary>Moves frames between a WebSocket and a command in a guest, until either ends.</summary>
internal sealed class ExecBridge(WebSocket socket, IExecSession session)
{
    private const int LongestCloseReason = 123;

    // How long a client may take to answer our close.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var up = UpAsync(stop.Token);
        var down = DownAsync(stop.Token);
        _ = await Task.WhenAny(up, down);

        // To call off a read is to abort the socket, and with it the exit code that may still be on its way. So the client has the last word.
        if (!down.IsCompleted) await down.WaitAsync(Farewell, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stop.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task UpAsync(CancellationToken cancellationToken)
    {
        await foreach (var item in session.ReadAsync(cancellationToken))
        {
            if (item.TryGetError(out var lost, out var happened))
            {
                await CloseAsync(WebSocketCloseStatus.InternalServerError, $"{lost.Code}: {lost.Message}", cancellationToken);
                return;
            }

            await socket.SendAsync(ToMessage(happened), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            if (happened is not ExecEvent.Exited) continue;
            await CloseAsync(WebSocketCloseStatus.NormalClosure, "exited", cancellationToken);
            return;
        }
    }

    private async Task DownAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[AgentLimits.MaxFrameBytes + 1];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close) return;
                length += received.Count;
            }
            while (!received.EndOfMessage && length < buffer.Length);

            if (!received.EndOfMessage || length == 0 || received.MessageType != WebSocketMessageType.Binary)
            {
                await CloseAsync(WebSocketCloseStatus.ProtocolError, "a message is a type byte and at most 64 KiB", cancellationToken);
                return;
            }

            // A command that has ended takes no input, while its last output may still be on its way: of a lost guest whoever reads it tells.
            if ((await PassAsync(buffer.AsMemory(0, length), cancellationToken)).TryGetError(out var error) && error.Code != AgentErrors.Unreachable)
            {
                await CloseAsync(WebSocketCloseStatus.InternalServerError, $"{error.Code}: {error.Message}", cancellationToken);
                return;
            }
        }
    }

    private Task<UnitResult<LobsterError>> PassAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var payload = message[1..];
        return ((AgentFrameType)message.Span[0], payload.Length) switch
        {
            (AgentFrameType.Input, _) => session.WriteInputAsync(payload, cancellationToken),
            (AgentFrameType.InputEnd, 0) => session.CloseInputAsync(cancellationToken),
            (AgentFrameType.Signal, 1) => session.SignalAsync(payload.Span[0], cancellationToken),
            (AgentFrameType.Resize, 4) => session.ResizeAsync(
                BinaryPrimitives.ReadUInt16BigEndian(payload.Span), BinaryPrimitives.ReadUInt16BigEndian(payload.Span[2..]), cancellationToken),
            _ => Task.FromResult(UnitResult.Failure(new LobsterError(Problems.RequestErrors.BodyInvalid, "the message is no frame for a guest"))),
        };
    }

    private static byte[] ToMessage(ExecEvent happened)
    {
        switch (happened)
        {
            case ExecEvent.Output output:
                return [(byte)AgentFrameType.Output, .. output.Data.Span];
            case ExecEvent.Error error:
                return [(byte)AgentFrameType.Error, .. error.Data.Span];
            case ExecEvent.Exited exited:
                var message = new byte[5];
                message[0] = (byte)AgentFrameType.Exited;
                BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), exited.Code);
                return message;
            default:
                throw new System.Diagnostics.UnreachableException($"exec event {happened.GetType().Name}");
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string reason, CancellationToken cancellationToken)
    {
        // A close reason holds 123 bytes (RFC 6455, section 5.5).
        while (Encoding.UTF8.GetByteCount(reason) > LongestCloseReason) reason = reason[..^1];
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(status, reason, cancellationToken);
    }
}
