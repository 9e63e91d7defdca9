namespace Lobsterd.Domain.Edge;

/// <summary>What wants a sleeping tenant.</summary>
public enum WakeCause
{
    /// <summary>An HTTP request, a WebSocket's included.</summary>
    Request,

    /// <summary>A connection to a published port.</summary>
    Connection,
}
