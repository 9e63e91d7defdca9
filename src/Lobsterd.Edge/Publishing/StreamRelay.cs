using System.Net.Sockets;
using Lobsterd.Edge.Traffic;

namespace Lobsterd.Edge.Publishing;

/// <summary>Runs the connections through published ports and owns them to their end.</summary>
/// <param name="clock">For timeouts.</param>
internal sealed class StreamRelay(TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> running = [];

    /// <summary>Takes over an accepted connection; closes it at once when the tenant has as much in flight as it may.</summary>
    public void Adopt(Socket client, PortTarget target)
    {
        if (!target.Route.Traffic.TryEnter(PassageKind.Stream))
        {
            target.Route.Notices.TellSaturated();
            client.Close(timeout: 0);
            return;
        }

        var carried = CarryAsync(client, target);
        lock (gate) _ = running.Add(carried);
        _ = carried.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits for every connection to end by itself, until the token's patience ends.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (gate) return Task.WhenAll([.. running]).WaitAsync(cancellationToken);
    }

    /// <summary>Breaks what still runs, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await DrainAsync(CancellationToken.None);
        stop.Dispose();
    }

    private async Task CarryAsync(Socket client, PortTarget target)
    {
        try
        {
            using var stream = new RelayedStream(client, clock);
            if (!await stream.RunAsync(target, stop.Token)) target.Route.Notices.TellUnreachable();
        }
        finally
        {
            target.Route.Traffic.Leave(PassageKind.Stream);
        }
    }

    private void Forget(Task ended)
    {
        lock (gate) _ = running.Remove(ended);
    }
}
