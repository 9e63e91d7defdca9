using Lobsterd.Guest.Gateway.Http;
using Lobsterd.Guest.Gateway.WebSockets;

namespace Lobsterd.Guest.Gateway.Endpoints;

/// <summary><c>/ws</c>: a WebSocket that sends every message back.</summary>
internal sealed class WebSocketEndpoint : IEndpoint
{
    /// <inheritdoc/>
    public string Path => "/ws";

    /// <inheritdoc/>
    public bool NeedsToken => true;

    /// <inheritdoc/>
    public string Methods => "GET";

    /// <inheritdoc/>
    public async Task AnswerAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        if (!Handshake.IsAsked(exchange.Request))
        {
            await exchange.AnswerAsync(
                HttpStatus.UpgradeRequired, "this is a WebSocket", cancellationToken,
                new HeaderField("Upgrade", "websocket"), new HeaderField("Sec-WebSocket-Version", "13"));
            return;
        }

        var accept = Handshake.AcceptOf(exchange.Request.Fields.Single("Sec-WebSocket-Key")!);
        var (stream, inbox) = await exchange.UpgradeAsync("websocket", new HeaderField("Sec-WebSocket-Accept", accept), cancellationToken);
        await new WebSocketEcho(stream, inbox).RunAsync(cancellationToken);
    }
}
