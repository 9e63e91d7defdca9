using Lobsterd.Edge.Listening;
using Lobsterd.Edge.Publishing;

namespace Lobsterd.Edge.Handover;

/// <summary>The rest of an edge's life after it has handed over: until what it has under way has ended, WebSockets and streams for a configured time.</summary>
/// <remarks>Connections that are kept open between requests are left to whoever opened them: a request may be on its way on one at any time. What
/// comes on them is passed on, with the word that the connection ends.</remarks>
/// <param name="visitors">The HTTP connections that are open.</param>
/// <param name="relay">The streams.</param>
/// <param name="upgrades">Breaks WebSockets off.</param>
/// <param name="report">Tells the next edge.</param>
/// <param name="drainTime">How long WebSockets and streams may go on.</param>
/// <param name="clock">For the bounds.</param>
internal sealed class Drain(Visitors visitors, StreamRelay relay, CancellationTokenSource upgrades, DrainReport report, TimeSpan drainTime, TimeProvider clock)
{
    // A request that takes longer than this and longer than WebSockets may is broken off.
    private static readonly TimeSpan RequestTime = TimeSpan.FromHours(1);

    /// <summary>Waits for the end of everything.</summary>
    /// <param name="end">Ends it at once.</param>
    public async Task RunAsync(CancellationToken end)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(end);
        var reporting = report.RunAsync(over.Token);
        await WaitAsync(Task.WhenAll(visitors.UntilEmptyAsync(), relay.DrainAsync(CancellationToken.None)), drainTime, end);
        await upgrades.CancelAsync();
        await relay.DisposeAsync();
        await WaitAsync(visitors.UntilEmptyAsync(), RequestTime, end);
        await over.CancelAsync();
        await reporting;
    }

    private async Task WaitAsync(Task ended, TimeSpan most, CancellationToken end) =>
        await ended.WaitAsync(most, clock, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
