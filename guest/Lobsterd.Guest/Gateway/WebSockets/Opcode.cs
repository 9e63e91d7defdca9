namespace Lobsterd.Guest.Gateway.WebSockets;

/// <summary>What a WebSocket frame is (RFC 6455, section 5.2). From 8 on it controls the connection.</summary>
internal enum Opcode : byte
{
    /// <summary>More of the message that an earlier frame began.</summary>
    Continuation = 0,

    /// <summary>A message of UTF-8.</summary>
    Text = 1,

    /// <summary>A message of bytes.</summary>
    Binary = 2,

    /// <summary>The end, with an optional reason.</summary>
    Close = 8,

    /// <summary>Asks for a pong.</summary>
    Ping = 9,

    /// <summary>Answers a ping.</summary>
    Pong = 10,
}
