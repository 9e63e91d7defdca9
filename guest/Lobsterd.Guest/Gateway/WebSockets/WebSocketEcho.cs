using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using CSharpFunctionalExtensions;
using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Gateway.WebSockets;

/// <summary>Sends every message back, whole, until the peer closes or breaks the protocol.</summary>
internal sealed class WebSocketEcho(IByteStream stream, Inbox inbox)
{
    private ArrayBufferWriter<byte> message = new();
    private Opcode kind = Opcode.Continuation;

    /// <summary>Runs until the connection is over.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var goesOn = true;
        while (goesOn)
        {
            if ((await ReadHeadAsync(cancellationToken)).TryGetError(out var fault, out var head))
                goesOn = await CloseAsync(fault, cancellationToken);
            else
                goesOn = head is { } frame && await TakeAsync(frame, cancellationToken);
        }
    }

    /// <summary>Takes one frame; false when the connection is over.</summary>
    private async Task<bool> TakeAsync(FrameHead frame, CancellationToken cancellationToken)
    {
        if (!frame.IsControl) return await TakeDataAsync(frame, cancellationToken);

        var payload = new ArrayBufferWriter<byte>();
        if (!await ReadPayloadAsync(frame, payload, cancellationToken)) return false;
        return frame.Opcode switch
        {
            Opcode.Ping => await stream.WriteAsync(FrameHead.Write(Opcode.Pong, payload.WrittenSpan), cancellationToken),
            Opcode.Close => await AnswerCloseAsync(payload.WrittenMemory, cancellationToken),
            _ => true,
        };
    }

    private async Task<bool> TakeDataAsync(FrameHead frame, CancellationToken cancellationToken)
    {
        // A continuation needs a message that was begun, and a new message needs that none is.
        var isBegun = kind != Opcode.Continuation;
        if (isBegun != (frame.Opcode == Opcode.Continuation)) return await CloseAsync(CloseCode.ProtocolError, cancellationToken);
        if (!isBegun) kind = frame.Opcode;

        if (message.WrittenCount + frame.Length > FrameHead.MostMessageBytes) return await CloseAsync(CloseCode.TooBig, cancellationToken);
        if (!await ReadPayloadAsync(frame, message, cancellationToken)) return false;
        if (!frame.IsFinal) return true;

        if (kind == Opcode.Text && !Utf8.IsValid(message.WrittenSpan)) return await CloseAsync(CloseCode.NotUtf8, cancellationToken);
        var answer = FrameHead.Write(kind, message.WrittenSpan);
        message = new ArrayBufferWriter<byte>();
        kind = Opcode.Continuation;
        return await stream.WriteAsync(answer, cancellationToken);
    }

    private async Task<bool> AnswerCloseAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var isSound = payload.IsEmpty
            || (payload.Length >= sizeof(ushort)
                && IsAllowed(BinaryPrimitives.ReadUInt16BigEndian(payload.Span))
                && Utf8.IsValid(payload.Span[sizeof(ushort)..]));
        if (!isSound) return await CloseAsync(CloseCode.ProtocolError, cancellationToken);

        var code = payload.IsEmpty ? payload : payload[..sizeof(ushort)];
        _ = await stream.WriteAsync(FrameHead.Write(Opcode.Close, code.Span), cancellationToken);
        return false;
    }

    private async Task<bool> CloseAsync(CloseCode code, CancellationToken cancellationToken)
    {
        var reason = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(reason, (ushort)code);
        _ = await stream.WriteAsync(FrameHead.Write(Opcode.Close, reason), cancellationToken);
        return false;
    }

    private async Task<Result<FrameHead?, CloseCode>> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var parsed = FrameHead.Parse(inbox.Unread.Span, out var consumed);
            inbox.Consume(consumed);
            if (parsed.IsFailure || parsed.Value is not null || !await inbox.FillAsync(cancellationToken)) return parsed;
        }
    }

    /// <summary>Reads a payload as it comes, so that memory is taken by what was sent, not by what was announced.</summary>
    private async Task<bool> ReadPayloadAsync(FrameHead frame, ArrayBufferWriter<byte> target, CancellationToken cancellationToken)
    {
        for (var count = 0; count < frame.Length;)
        {
            if (inbox.Unread.IsEmpty && !await inbox.FillAsync(cancellationToken)) return false;

            var length = Math.Min(inbox.Unread.Length, frame.Length - count);
            var room = target.GetSpan(length)[..length];
            inbox.Unread.Span[..length].CopyTo(room);
            frame.Unmask(room, count);
            target.Advance(length);
            inbox.Consume(length);
            count += length;
        }

        return true;
    }

    private static bool IsAllowed(ushort code) => code is (>= 1000 and <= 1014 and not (1004 or 1005 or 1006)) or (>= 3000 and <= 4999);
}
