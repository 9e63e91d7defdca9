using CSharpFunctionalExtensions;
using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>One client's connection: requests and responses in turn, until one of both sides has had enough.</summary>
internal sealed class HttpConnection(IByteStream stream, TimeProvider clock)
{
    private readonly Inbox inbox = new(stream, HttpLimits.MostHeadBytes);

    /// <summary>Serves the client to its end.</summary>
    /// <param name="answer">Answers one request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task RunAsync(Func<Exchange, CancellationToken, Task> answer, CancellationToken cancellationToken)
    {
        var goesOn = true;
        while (goesOn)
        {
            if ((await ReadHeadAsync(cancellationToken)).TryGetError(out var fault, out var request))
            {
                await RefuseAsync(fault, cancellationToken);
                return;
            }

            goesOn = request is not null && await ServeAsync(request, answer, cancellationToken);
        }
    }

    private async Task<bool> ServeAsync(RequestHead request, Func<Exchange, CancellationToken, Task> answer, CancellationToken cancellationToken)
    {
        var exchange = new Exchange(stream, inbox, request, clock);
        await answer(exchange, cancellationToken);
        return exchange is { IsOver: false, KeepsAlive: true } && await exchange.Body.DrainAsync(cancellationToken);
    }

    /// <summary>Reads the next head.</summary>
    /// <returns>The head; null when the client is gone or silent; the status to answer with when it sends no request.</returns>
    private async Task<Result<RequestHead?, HttpStatus>> ReadHeadAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(inbox.Unread.IsEmpty ? HttpLimits.IdleTime : HttpLimits.HeadTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var hasBegun = !inbox.Unread.IsEmpty;
        try
        {
            while (true)
            {
                var parsed = RequestParser.Parse(inbox.Unread.Span, out var consumed);
                inbox.Consume(consumed);
                if (parsed.IsFailure || parsed.Value is not null || !await inbox.FillAsync(either.Token)) return parsed;

                if (!hasBegun) deadline.CancelAfter(HttpLimits.HeadTime);
                hasBegun = true;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return hasBegun ? HttpStatus.RequestTimeout : default(RequestHead);
        }
    }

    private async Task RefuseAsync(HttpStatus status, CancellationToken cancellationToken)
    {
        var head = new ResponseHead(status, clock.GetUtcNow()).Add("Content-Length", "0").Add("Connection", "close");
        _ = await stream.WriteAsync(head.ToBytes(), cancellationToken);
    }
}
