namespace Lobsterd.Guest.Gateway.WebSockets;

/// <summary>Why a WebSocket ends (RFC 6455, section 7.4).</summary>
internal enum CloseCode : ushort
{
    /// <summary>All is done.</summary>
    Normal = 1000,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError = 1002,

    /// <summary>A text that is no UTF-8.</summary>
    NotUtf8 = 1007,

    /// <summary>A message above the bound.</summary>
    TooBig = 1009,
}
