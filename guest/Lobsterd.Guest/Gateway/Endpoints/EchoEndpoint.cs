using Lobsterd.Guest.Gateway.Http;

namespace Lobsterd.Guest.Gateway.Endpoints;

/// <summary><c>/echo</c>: sends the body back as it comes, however long it is.</summary>
internal sealed class EchoEndpoint : IEndpoint
{
    private const string Bytes = "application/octet-stream";

    /// <inheritdoc/>
    public string Path => "/echo";

    /// <inheritdoc/>
    public bool NeedsToken => true;

    /// <inheritdoc/>
    public string Methods => "GET, HEAD, POST, PUT";

    /// <inheritdoc/>
    public async Task AnswerAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        if (exchange.Request.Body.IsEmpty || exchange.Request.Method == "HEAD")
        {
            await exchange.AnswerAsync(HttpStatus.Ok, Bytes, ReadOnlyMemory<byte>.Empty, cancellationToken);
            return;
        }

        await exchange.ContinueAsync(cancellationToken);
        await exchange.BeginAsync(HttpStatus.Ok, Bytes, cancellationToken);
        while (await exchange.Body.ReadAsync(cancellationToken) is { Length: > 0 } piece && !exchange.IsOver)
            await exchange.SendPieceAsync(piece, cancellationToken);

        if (exchange.Body.IsOver) await exchange.EndAsync(cancellationToken);
        else exchange.Abort();
    }
}
