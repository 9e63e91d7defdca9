namespace Lobsterd.Linux.Sockets;

/// <summary>How a connection that is begun shall behave.</summary>
public sealed record TcpConnectOptions
{
    /// <summary>The interface that it goes through, whatever the routes say (SO_BINDTODEVICE); null leaves it to them.</summary>
    public string? Interface { get; init; }

    /// <summary>How an idle connection is probed; null: not at all.</summary>
    public TcpKeepAlive? KeepAlive { get; init; }

    /// <summary>Whether closing it resets it, so that nothing of it stays in the kernel.</summary>
    public bool ResetsOnClose { get; init; }
}
