using System.Net.WebSockets;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Exec;

/// <summary>Opens the WebSocket of an exec (RFC 6455, section 4).</summary>
internal static class ExecDoor
{
    // The RFC's own example. The key only proves that a server speaks WebSocket and is no cache; on our own socket any will do, and a known pair needs no SHA-1.
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const int SwitchingProtocols = 101;

    /// <summary>Opens it; the exchange is the socket's and lives as long.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="service.answer.garbled">The service did not switch to a WebSocket.</error>
    internal static async Task<Result<WebSocket, LobsterError>> OpenAsync(ReefClient client, string path, CancellationToken cancellationToken)
    {
        var request = new ReefRequest("GET", path)
        {
            Headers = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", Key)],
        };
        if ((await client.SendAsync(request, cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        if (exchange.Head.Status == SwitchingProtocols)
            return WebSocket.CreateFromStream(exchange.Wire, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero });
        exchange.Dispose();
        return ReefSocket.NotUnderstood("exec");
    }
}
