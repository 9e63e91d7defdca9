namespace Lobsterd.Protocol.Edge;

/// <summary>The bounds of the edge's control protocol and of its table; both ends hold them.</summary>
public static class EdgeLimits
{
    /// <summary>The version that this lobsterd speaks.</summary>
    public const int ProtocolVersion = 2;

    /// <summary>The oldest version that it still understands: an edge outlives the service that started it.</summary>
    public const int OldestProtocolVersion = 1;

    /// <summary>Longest line in bytes, its line feed included: 256 KiB.</summary>
    public const int MaxLineBytes = 256 << 10;

    /// <summary>Deepest nesting of a message's JSON.</summary>
    public const int MaxJsonDepth = 8;

    /// <summary>Most routes of a table: the /30 subnets of a /16.</summary>
    public const int MaxRoutes = 16_384;

    /// <summary>Most routes in one line; the longest possible ones still fit <see cref="MaxLineBytes"/>.</summary>
    public const int MaxRoutesPerLine = 128;

    /// <summary>Most published ports of one route.</summary>
    public const int MaxPublishedPorts = 32;

    /// <summary>Longest host name, as in DNS.</summary>
    public const int MaxHostLength = 253;

    /// <summary>Control connections that an edge serves at the same time; it closes further ones at once.</summary>
    public const int MaxConnections = 16;

    /// <summary>Events kept for a watcher that does not read; the oldest are dropped first.</summary>
    public const int MaxPendingEvents = 256;

    /// <summary>Most asks to be woken kept for a watcher that does not read: one for each tenant, so none is lost.</summary>
    public const int MaxPendingWakes = MaxRoutes;

    /// <summary>Longest method and path in an ask, in characters.</summary>
    public const int MaxRequestLength = 256;

    /// <summary>Longest address of a peer in an ask, in characters.</summary>
    public const int MaxPeerLength = 64;

    /// <summary>Longest reason of a refusal, in characters.</summary>
    public const int MaxReasonLength = 512;

    /// <summary>Longest time until a refused tenant may be asked for again, in seconds.</summary>
    public const int MaxRetryAfterSeconds = 3_600;

    /// <summary>Longest silence in the middle of a line, in milliseconds; between lines a peer may be silent for ever.</summary>
    public const int LineTimeoutMs = 10_000;

    /// <summary>Most addresses of a name that a guest is told.</summary>
    public const int MaxNamedAddresses = 32;

    /// <summary>Longest time that a guest may keep an answer, in seconds; then it has to ask again, and what was open for it closes.</summary>
    public const int MaxNamedSeconds = 3_600;
}
