using System.Net;
using System.Net.Sockets;

namespace Lobsterd.Edge.Publishing;

/// <summary>Watches a client that waits for its tenant, without taking a byte from it: one that leaves without having said anything is gone. One
/// that has said something cannot be told from one that waits for its answer, and keeps its place to its end.</summary>
internal sealed class HeldClient : IAsyncDisposable
{
    private readonly CancellationTokenSource gone;
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;

    /// <summary>Begins to watch.</summary>
    /// <param name="client">The connection; stays the caller's.</param>
    /// <param name="cancellationToken">Ends the wait as if the client had left.</param>
    public HeldClient(Socket client, CancellationToken cancellationToken)
    {
        gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Peer = PeerOf(client);
        watching = WatchAsync(client);
    }

    /// <summary>Ends when the client has left.</summary>
    public CancellationToken Gone => gone.Token;

    /// <summary>Where it came from; null when it has left already.</summary>
    public EndPoint? Peer { get; }

    /// <summary>Ends the watch; it touches the connection no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
        gone.Dispose();
    }

    private static EndPoint? PeerOf(Socket client)
    {
        try
        {
            return client.RemoteEndPoint;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private async Task WatchAsync(Socket client)
    {
        try
        {
            _ = await client.ReceiveAsync(Memory<byte>.Empty, over.Token);
            if (client.Available > 0) return;
        }
        catch (OperationCanceledException)
        {
            // The wait ended first.
            return;
        }
        catch (SocketException)
        {
            // It broke.
        }

        await gone.CancelAsync();
    }
}
