namespace Lobsterd.Host.Agent;

/// <summary>How an exchange with an agent can go wrong, before anyone says what it means for the caller.</summary>
internal enum AgentLapse
{
    /// <summary>The tenant has no interface on this host.</summary>
    NoInterface,

    /// <summary>The guest's kernel answered and nobody listens on the port.</summary>
    PortClosed,

    /// <summary>The host's kernel could not open the connection.</summary>
    NoRoute,

    /// <summary>The bound passed.</summary>
    Silent,

    /// <summary>The agent closed the connection before the first byte of its answer.</summary>
    Closed,

    /// <summary>The connection broke.</summary>
    Reset,

    /// <summary>The agent closed the connection within a message.</summary>
    CutShort,

    /// <summary>A line or a frame is longer than its bound.</summary>
    Endless,

    /// <summary>The bytes are no message that could stand here, or a value is outside its range.</summary>
    Garbled,

    /// <summary>The agent speaks no version of ours.</summary>
    ForeignVersion,

    /// <summary>The VM has no identity yet, and the request is not a claim.</summary>
    Anonymous,

    /// <summary>Our own request is longer than the protocol allows; nothing was sent.</summary>
    RequestTooLong,
}
