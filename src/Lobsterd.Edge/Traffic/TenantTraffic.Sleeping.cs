using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Traffic;

/// <summary>The gate while its tenant sleeps.</summary>
#pragma warning disable CA1001 // A source of cancellation without a timer has nothing to dispose of, and a late passage may still ask it.
internal sealed partial class TenantTraffic
#pragma warning restore CA1001
{
    // The line of those who wait; it is there exactly while the gate is closed.
    private HeldLine? line;
    private CancellationTokenSource breaking = new();
    private TaskCompletionSource? quiet;
    private bool hasMoved;

    /// <summary>Ends when what is under way is broken off; read it after entering.</summary>
    public CancellationToken Broken
    {
        get
        {
            lock (gate) return breaking.Token;
        }
    }

    /// <summary>What the tenant is asked for by; null when nothing asks.</summary>
    public EdgeEvent.WakeWanted? Wanted
    {
        get
        {
            lock (gate) return line?.Wanted;
        }
    }

    /// <summary>Closes the gate: from now on nothing enters, and what comes may wait. Closed already is success.</summary>
    /// <param name="force">Whether what is under way is broken off.</param>
    /// <error code="edge.park.in-flight">Something is under way, and the gate stays open.</error>
    public UnitResult<LobsterError> TryClose(bool force)
    {
        CancellationTokenSource? broken = null;
        lock (gate)
        {
            if (line is not null) return UnitResult.Success<LobsterError>();
            var before = predecessors.Of(tenant);
            if (!force && (sum > 0 || !Predecessors.IsNothing(before))) return UnderWay(Own().Plus(before));
            if (sum > 0) broken = breaking;
            line = new HeldLine(tenant, budget, desk);
        }

        // What it breaks may leave at once, by this thread.
        broken?.Cancel();
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Opens the gate and lets everything in that waits, in order. Open already changes nothing.</summary>
    public void Open()
    {
        lock (gate)
        {
            if (line is null) return;
            var waiting = line.TakeAll();
            line = null;
            if (breaking.IsCancellationRequested) breaking = new CancellationTokenSource();
            foreach (var passage in waiting) passage.End(EnterOpen(passage.Kind) == Entry.Entered ? new HoldEnd.Entered() : new HoldEnd.Saturated());
        }
    }

    /// <summary>Lets nothing in any more, for good: another edge serves the tenant. What is under way goes on, and what waits goes there.</summary>
    public void MoveOut()
    {
        lock (gate)
        {
            hasMoved = true;
            if (line is null) return;
            foreach (var passage in line.TakeAll()) passage.End(new HoldEnd.Moved());
            line = null;
        }
    }

    /// <summary>Breaks off what is under way.</summary>
    public void BreakOff()
    {
        CancellationTokenSource broken;
        lock (gate) broken = breaking;
        broken.Cancel();
    }

    /// <summary>Ends every wait without letting anything in: the tenant's route is gone, and this gate with it.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            if (line is null) return;
            foreach (var passage in line.TakeAll()) passage.End(new HoldEnd.Again());
            line = null;
        }
    }

    /// <summary>Ends every wait: the tenant could not be woken. The gate stays closed.</summary>
    public void Refuse(string reason, TimeSpan retryAfter)
    {
        lock (gate) line?.Refuse(reason, retryAfter);
    }

    /// <summary>Waits before the closed gate.</summary>
    /// <param name="kind">What waits.</param>
    /// <param name="want">What it is, told to whoever wakes the tenant.</param>
    /// <param name="gone">Ends when whoever waits goes away.</param>
    public async Task<HoldEnd> HoldAsync(PassageKind kind, WakeWant want, CancellationToken gone)
    {
        var passage = new HeldPassage(kind, want);
        lock (gate)
        {
            if (hasMoved) return new HoldEnd.Moved();
            if (line is null) return new HoldEnd.Again();
            movedAt = desk.Clock.GetTimestamp();
            if (line.Join(passage) is { } refused) return refused;
        }

        try
        {
            return await passage.Ended.WaitAsync(desk.Bounds.HoldTime, desk.Clock, gone);
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            lock (gate)
            {
                if (line?.Leave(passage) == true) return ended is TimeoutException ? new HoldEnd.TooLong() : new HoldEnd.Left();
            }

            // Its wait was ended at the same instant, and that counts: it may have entered.
            return await passage.Ended;
        }
    }

    /// <summary>Waits until nothing is under way, or the time is over.</summary>
    public async Task UntilQuietAsync(TimeSpan most)
    {
        Task left;
        lock (gate)
        {
            if (sum == 0) return;
            quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            left = quiet.Task;
        }

        await left.WaitAsync(most, desk.Clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static LobsterError UnderWay(EdgeInFlight all) => new(
        EdgeErrors.InFlight,
        string.Create(CultureInfo.InvariantCulture, $"tenant {all.Tenant} is in use: {all.Requests} requests, {all.WebSockets} WebSockets and {all.Streams} streams are under way"),
        "wait until they end, or break them off with --force");
}
