using System.Buffers;
using System.Net.Sockets;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Traffic;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Handover;

/// <summary>Tells the edge that serves what this one still has under way, at every change, and breaks off what that one asks it to. Where that one
/// has handed over in its turn, the next is told.</summary>
/// <param name="path">The socket of handovers.</param>
/// <param name="table">The routes.</param>
/// <param name="total">Tells of changes.</param>
/// <param name="clock">For pauses.</param>
internal sealed class DrainReport(string path, RouteTable table, TrafficTotal total, TimeProvider clock)
{
    private const int MaxTenantsPerLine = 1_024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);
    private const int QuickTries = 1_000;

    /// <summary>Tells until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One that serves again is there within milliseconds; where none comes back, the service brings it.
            for (var tries = 0; ; tries++)
            {
                if (await TellAsync(cancellationToken)) tries = 0;
                await Task.Delay(tries < QuickTries ? Pause : LongPause, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing is under way any more, or the edge ends.
        }
    }

    // Whether anybody heard.
    private async Task<bool> TellAsync(CancellationToken cancellationToken)
    {
        Socket socket;
        try
        {
            socket = await UnixConnection.OpenAsync(path, cancellationToken);
        }
        catch (SocketException)
        {
            return false;
        }

        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await using var lines = new EdgeLineReader(stream, clock);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var obeying = ObeyAsync(lines, over);
        try
        {
            while (true)
            {
                var changed = total.UntilChangedAsync();
                await WriteAsync(stream, over.Token);
                await changed.WaitAsync(over.Token);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return true;
        }
        finally
        {
            await over.CancelAsync();
            await obeying;
        }
    }

    private async Task WriteAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var tenants = table.Routes.Select(route => route.Traffic.Read()).Where(count => !Predecessors.IsNothing(count)).ToList();
        var parts = tenants.Chunk(MaxTenantsPerLine).DefaultIfEmpty([]).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            HandoverMessage message = new HandoverMessage.Draining(HandoverMessage.Version, parts[part], Last: part == parts.Count - 1);
            await stream.WriteAsync(EdgeWire.ToLine(message, HandoverJson.Default.HandoverMessage), cancellationToken);
        }
    }

    // Its end is the end of the other's place, too.
    private async Task ObeyAsync(EdgeLineReader lines, CancellationTokenSource over)
    {
        try
        {
            while ((await lines.ReadAsync(over.Token)).TryGetValue(out var line) && line is { } bytes)
            {
                if (!EdgeWire.Parse(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray(), HandoverJson.Default.HandoverMessage).TryGetValue(out var message)) break;
                if (message is HandoverMessage.BreakOff asked && TenantName.Parse(asked.Tenant).TryGetValue(out var tenant) && table.TryFind(tenant, out var route))
                {
                    route.Traffic.BreakOff();
                    route.Pool.CutOff();
                }
            }

            await over.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The report ended first.
        }
    }
}
