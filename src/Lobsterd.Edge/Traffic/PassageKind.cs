namespace Lobsterd.Edge.Traffic;

/// <summary>What passes through the edge to a tenant.</summary>
internal enum PassageKind
{
    /// <summary>An HTTP request.</summary>
    Request,

    /// <summary>A WebSocket, or any other connection that was upgraded.</summary>
    WebSocket,

    /// <summary>A connection through a published port.</summary>
    Stream,
}
