using System.Net;
using System.Net.Sockets;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Traffic;

namespace Lobsterd.Edge.Publishing;

/// <summary>Runs the connections through published ports and owns them to their end.</summary>
/// <param name="table">The routes, for connections that were held.</param>
/// <param name="clock">For timeouts.</param>
internal sealed class StreamRelay(RouteTable table, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> running = [];
    private bool isDisposed;

    /// <summary>Takes over an accepted connection; closes it at once when the tenant has as much in flight as it may.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="port">The host's port that it came to.</param>
    /// <param name="target">Where that port leads.</param>
    public void Adopt(Socket client, int port, PortTarget target)
    {
        var carried = ServeAsync(client, port, target);
        if (carried.IsCompleted) return;
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
        if (isDisposed) return;
        isDisposed = true;
        await stop.CancelAsync();
        await DrainAsync(CancellationToken.None);
        stop.Dispose();
    }

    private async Task ServeAsync(Socket client, int port, PortTarget first)
    {
        for (var target = first; target is not null; target = Find(port, target))
        {
            switch (target.Route.Traffic.TryEnter(PassageKind.Stream))
            {
                case Entry.Entered:
                    await CarryAsync(client, target);
                    return;
                case Entry.Full:
                    Refuse(client, target);
                    return;
                case Entry.Moved:
                    await PassOnAsync(client, port, target);
                    return;
                default:
                    if (await TryHoldAsync(client, port, target)) return;
                    break;
            }
        }

        client.Close(timeout: 0);
    }

    // Where a port leads may change while its tenant sleeps: what has waited goes where the table says afterwards.
    private async Task<bool> TryHoldAsync(Socket client, int port, PortTarget target)
    {
        HoldEnd end;
        await using (var held = new HeldClient(client, stop.Token))
            end = await target.Route.Traffic.HoldAsync(PassageKind.Stream, WakeWant.Of(held.Peer, port), held.Gone);
        switch (end)
        {
            case HoldEnd.Entered when Find(port, target) is { } now && now.Route.Traffic == target.Route.Traffic:
                await CarryAsync(client, now);
                return true;
            case HoldEnd.Entered:
                target.Route.Traffic.Leave(PassageKind.Stream);
                return false;
            case HoldEnd.Again:
                return false;
            case HoldEnd.Moved:
                await PassOnAsync(client, port, target);
                return true;
            case HoldEnd.Saturated:
                Refuse(client, target);
                return true;
            default:
                client.Close(timeout: 0);
                return true;
        }
    }

    // Another edge listens there now, on every address of the host; nothing of what the client said has been taken from it.
    private async Task PassOnAsync(Socket client, int port, PortTarget target)
    {
        using var stream = new RelayedStream(client, clock);
        _ = await stream.RunAsync(new IPEndPoint(IPAddress.Loopback, port), target.Route.Bounds, stop.Token);
    }

    private async Task CarryAsync(Socket client, PortTarget target)
    {
        var traffic = target.Route.Traffic;
        try
        {
            using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, traffic.Broken);
            using var stream = new RelayedStream(client, clock);
            if (!await stream.RunAsync(new IPEndPoint(target.Route.Plan.Address, target.GuestPort), target.Route.Bounds, broken.Token)) target.Route.Notices.TellUnreachable();
        }
        finally
        {
            traffic.Leave(PassageKind.Stream);
        }
    }

    private static void Refuse(Socket client, PortTarget target)
    {
        target.Route.Notices.TellSaturated();
        client.Close(timeout: 0);
    }

    private PortTarget? Find(int port, PortTarget known) =>
        table.TryFind(known.Route.Plan.Tenant, out var route) && route.Plan.Publish.FirstOrDefault(one => one.HostPort == port) is { } published
            ? new PortTarget(route, published.GuestPort)
            : null;

    private void Forget(Task ended)
    {
        lock (gate) _ = running.Remove(ended);
    }
}
