using System.Buffers;
using System.Net.Sockets;
using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Table;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Handover;

/// <summary>One connection of another edge: of the next one, which asks for everything, or of one before, which tells what it still has under way.</summary>
/// <param name="peer">The connection; stays the caller's.</param>
/// <param name="keeper">Holds the table still meanwhile.</param>
/// <param name="estate">What is handed over.</param>
/// <param name="succession">Is told when it is done.</param>
/// <param name="predecessors">Is told what drains.</param>
/// <param name="clock">For bounds.</param>
internal sealed class HandoverSession(
    Socket peer, TableKeeper keeper, Estate estate, Succession succession, Predecessors predecessors, TimeProvider clock)
{
    // How long the table may stand still for an edge that starts.
    private static readonly TimeSpan HandoverTime = TimeSpan.FromSeconds(30);

    // Asks to break off that a draining edge has not read; it reads at once, so one that is full hangs.
    private const int MaxBreakOffs = 1_024;

    /// <summary>Speaks to its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stream = new NetworkStream(peer, ownsSocket: false);
        await using var lines = new EdgeLineReader(stream, clock);
        switch (await ReadAsync(lines, cancellationToken))
        {
            case HandoverMessage.Ask { V: HandoverMessage.Version } ask:
                await HandOverAsync(stream, lines, ask, cancellationToken);
                return;
            case HandoverMessage.Draining { V: HandoverMessage.Version } draining:
                await HearAsync(stream, lines, draining, cancellationToken);
                return;
            default:
                return;
        }
    }

    // The table stands still from the first page on: what is handed over is what is there, and the next edge reads the table that is true.
    private async Task HandOverAsync(NetworkStream stream, EdgeLineReader lines, HandoverMessage.Ask first, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(HandoverTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await using var still = await keeper.HoldStillAsync(either.Token);
        if (succession.HasSuccessor) return;
        HandoverMessage? said = first;
        while (said is HandoverMessage.Ask { V: HandoverMessage.Version } ask && GivePage(ask.From)) said = await ReadAsync(lines, either.Token);
        if (said is not HandoverMessage.Taken) return;

        // From here on there is no way back: the other accepts.
        still.Forever();
        await estate.LetGoAsync();
        try
        {
            await stream.WriteAsync(EdgeWire.ToLine<HandoverMessage>(new HandoverMessage.LetGo(), HandoverJson.Default.HandoverMessage), CancellationToken.None);
        }
        finally
        {
            succession.Complete();
        }
    }

    private bool GivePage(int from)
    {
        var all = estate.List();
        if (from < 0 || from > all.Count) return false;
        var page = all.Skip(from).Take(DescriptorMessage.MostDescriptors).ToList();
        var line = EdgeWire.ToLine<HandoverMessage>(
            new HandoverMessage.Given([.. page.Select(part => part.Name)], from + page.Count < all.Count, predecessors.Count), HandoverJson.Default.HandoverMessage);
        return DescriptorMessage.Send(peer.SafeHandle, line, [.. page.Select(part => part.Handle)]).IsSuccess;
    }

    private async Task HearAsync(NetworkStream stream, EdgeLineReader lines, HandoverMessage.Draining first, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var breakOffs = Channel.CreateBounded<TenantName>(new BoundedChannelOptions(MaxBreakOffs) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        var drainer = predecessors.Join(tenant => breakOffs.Writer.TryWrite(tenant));
        var telling = TellAsync(stream, breakOffs.Reader, over.Token);
        try
        {
            var tenants = new Dictionary<TenantName, EdgeInFlight>();
            for (HandoverMessage? said = first; said is HandoverMessage.Draining { V: HandoverMessage.Version } part; said = await ReadAsync(lines, cancellationToken))
            {
                foreach (var one in part.Tenants)
                    if (TenantName.Parse(one.Tenant).TryGetValue(out var tenant) && tenants.Count < EdgeLimits.MaxRoutes) tenants[tenant] = one;
                if (!part.Last) continue;
                predecessors.Tell(drainer, tenants);
                tenants = [];
            }
        }
        finally
        {
            predecessors.Leave(drainer);
            await over.CancelAsync();
            await telling;
        }
    }

    private static async Task TellAsync(NetworkStream stream, ChannelReader<TenantName> breakOffs, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var tenant in breakOffs.ReadAllAsync(cancellationToken))
                await stream.WriteAsync(EdgeWire.ToLine<HandoverMessage>(new HandoverMessage.BreakOff(tenant.Value), HandoverJson.Default.HandoverMessage), cancellationToken);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // It has ended, or this edge does.
        }
    }

    // Null when it has ended, or said what is no message.
    private static async Task<HandoverMessage?> ReadAsync(EdgeLineReader lines, CancellationToken cancellationToken)
    {
        if (!(await lines.ReadAsync(cancellationToken)).TryGetValue(out var line) || line is not { } bytes) return null;
        return EdgeWire.Parse(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray(), HandoverJson.Default.HandoverMessage).TryGetValue(out var message) ? message : null;
    }
}
