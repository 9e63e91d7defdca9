using System.Globalization;
using System.Text;
using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>One request and its response.</summary>
internal sealed class Exchange(IByteStream stream, Inbox inbox, RequestHead request, TimeProvider clock)
{
    private bool isStreaming;

    /// <summary>What is asked.</summary>
    internal RequestHead Request => request;

    /// <summary>Its body.</summary>
    internal RequestBody Body { get; } = new(inbox, request.Body, clock);

    /// <summary>Whether the client is gone, or the connection became something else than HTTP: nothing follows on it.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>Whether the connection may carry another request after this one.</summary>
    internal bool KeepsAlive { get; private set; } = request.WantsKeepAlive;

    /// <summary>Tells a client that waits for it that its body is wanted.</summary>
    internal async ValueTask ContinueAsync(CancellationToken cancellationToken)
    {
        if (request.Fields.Has("Expect", "100-continue")) await SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    /// <summary>Answers with a whole body.</summary>
    internal async ValueTask AnswerAsync(
        HttpStatus status, string contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken, params HeaderField[] fields)
    {
        var head = Head(status, contentType).Add("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        foreach (var field in fields) head = head.Add(field.Name, field.Value);

        // One write: a small answer is one packet.
        var bytes = head.ToBytes();
        await SendAsync(request.Method == "HEAD" ? bytes : [.. bytes, .. body.Span], cancellationToken);
    }

    /// <summary>Answers with a line of text.</summary>
    internal ValueTask AnswerAsync(HttpStatus status, string text, CancellationToken cancellationToken, params HeaderField[] fields) =>
        AnswerAsync(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"), cancellationToken, fields);

    /// <summary>Begins an answer whose length is not known; pieces follow.</summary>
    internal async ValueTask BeginAsync(HttpStatus status, string contentType, CancellationToken cancellationToken)
    {
        isStreaming = request.IsVersion11;
        // HTTP/1.0 knows no chunks: there the connection's end is the body's.
        KeepsAlive &= isStreaming;
        var head = Head(status, contentType);
        await SendAsync((isStreaming ? head.Add("Transfer-Encoding", "chunked") : head).ToBytes(), cancellationToken);
    }

    /// <summary>Sends one piece; an empty one is nothing.</summary>
    internal async ValueTask SendPieceAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (piece.IsEmpty || IsOver) return;
        if (!isStreaming)
        {
            await SendAsync(piece, cancellationToken);
            return;
        }

        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{piece.Length:x}\r\n"));
        await SendAsync((byte[])[.. head, .. piece.Span, .. "\r\n"u8], cancellationToken);
    }

    /// <summary>Ends an answer that was begun.</summary>
    internal async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (isStreaming) await SendAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    /// <summary>Breaks an answer off: the client must see that it is not whole.</summary>
    internal void Abort() => IsOver = true;

    /// <summary>Turns the connection into another protocol; what follows on it is the caller's.</summary>
    internal async ValueTask<(IByteStream Stream, Inbox Inbox)> UpgradeAsync(string protocol, HeaderField field, CancellationToken cancellationToken)
    {
        var head = new ResponseHead(new HttpStatus(101, "Switching Protocols"), clock.GetUtcNow())
            .Add("Connection", "Upgrade").Add("Upgrade", protocol).Add(field.Name, field.Value);
        await SendAsync(head.ToBytes(), cancellationToken);
        IsOver = true;
        return (stream, inbox);
    }

    private ResponseHead Head(HttpStatus status, string contentType)
    {
        var head = new ResponseHead(status, clock.GetUtcNow()).Add("Content-Type", contentType).Add("X-Content-Type-Options", "nosniff");
        return KeepsAlive ? head : head.Add("Connection", "close");
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!IsOver && !await stream.WriteAsync(bytes, cancellationToken)) IsOver = true;
    }
}
