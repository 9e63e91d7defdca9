using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Init;

/// <summary>PID 1's duty towards processes whose parents are gone: it collects them when they end.</summary>
internal sealed class Orphans(EventLoop loop)
{
    private const int StackBytes = 128 << 10;

    private const int Init = 1;

    /// <summary>How long processes have to end by themselves after TERM, and how long the kernel has to carry KILL out.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Signal reaped = new();
    private readonly object turn = new();

    /// <summary>How many were collected.</summary>
    internal long Count { get; private set; }

    /// <summary>Begins to collect. A thread waits for any end and the loop collects, so that it never takes a child from its owner.</summary>
    internal void Watch() => new Thread(WaitForEnds, StackBytes) { IsBackground = true, Name = "orphans" }.Start();

    /// <summary>Ends every process but ourselves: TERM, and KILL for those that are left after the grace.</summary>
    internal async Task EndAllAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        ProcessGroup.SignalEveryone(Signals.Terminate);
        if (await WaitNoneLeftAsync(Grace, clock, cancellationToken)) return;
        ProcessGroup.SignalEveryone(Signals.Kill);
        _ = await WaitNoneLeftAsync(Grace, clock, cancellationToken);
    }

    /// <summary>Waits until no process but ourselves is left.</summary>
    /// <returns>False when some are after the time.</returns>
    private async Task<bool> WaitNoneLeftAsync(TimeSpan within, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            while (AnyLeft()) await reaped.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void WaitForEnds()
    {
        while (true)
        {
            OrphanReaper.WaitForEnd();
            lock (turn)
            {
                loop.Post(_ => Reap(), null);
                _ = Monitor.Wait(turn);
            }
        }
    }

    private void Reap()
    {
        Count += OrphanReaper.Reap();
        reaped.Happen();
        lock (turn) Monitor.Pulse(turn);
    }

    private static bool AnyLeft() =>
        ProcessTable.Stats().Any(process => process.Pid != Init && !process.IsKernelThread && !process.IsZombie);
}
