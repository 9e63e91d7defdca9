using System.Text;
using Lobsterd.Guest.Gateway.Http;

namespace Lobsterd.Guest.Gateway.WebSockets;

/// <summary>The opening of a WebSocket (RFC 6455, section 4.2).</summary>
internal static class Handshake
{
    private const string ProtocolGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyBytes = 16;

    /// <summary>Whether a request asks for a WebSocket of the version that we speak.</summary>
    internal static bool IsAsked(RequestHead request) =>
        request.Method == "GET"
        && request.IsVersion11
        && request.Body.IsEmpty
        && request.Fields.Has("Connection", "Upgrade")
        && request.Fields.Has("Upgrade", "websocket")
        && request.Fields.Single("Sec-WebSocket-Version") == "13"
        && IsKey(request.Fields.Single("Sec-WebSocket-Key"));

    /// <summary>The value by which the server proves that it understood.</summary>
    /// <param name="key">The client's <c>Sec-WebSocket-Key</c>.</param>
    internal static string AcceptOf(string key) => Convert.ToBase64String(Sha1.Digest(Encoding.ASCII.GetBytes(key + ProtocolGuid)));

    private static bool IsKey(string? key)
    {
        Span<byte> nonce = stackalloc byte[KeyBytes];
        return key?.Length == 24 && Convert.TryFromBase64String(key, nonce, out var count) && count == KeyBytes;
    }
}
