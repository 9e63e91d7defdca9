using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Workload;

/// <summary>Runs the workload: starts it, starts it again when it ends by itself, ends it when asked. Belongs to the loop.</summary>
internal sealed class Supervisor(IWorkloadStarter starter, LogRing log, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How long the workload has to end by itself after TERM.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly BackOff backOff = new();
    private readonly Signal changed = new();
    private TenantClaim? claim;
    private IWorkloadProcess? process;
    private Task watching = Task.CompletedTask;
    private ITimer? timer;
    private LobsterError? lastFault;
    private Action? late;
    private bool isHeld;
    private long startedAt;

    /// <summary>Where the workload is in its life.</summary>
    internal WorkloadState State { get; private set; } = WorkloadState.None;

    /// <summary>How often it was started again by itself.</summary>
    internal int Restarts { get; private set; }

    /// <summary>Tells what to run.</summary>
    internal void Take(TenantClaim taken)
    {
        claim = taken;
        Happened(WorkloadEvent.Claimed);
    }

    /// <summary>Starts the workload; one that runs stays. Waits for one that is just being ended.</summary>
    /// <error code="guest.workload.not-started">The VM has no tenant.</error>
    /// <error code="guest.workload.spawn-failed">The process could not be made; it is tried again, as after any end.</error>
    internal async Task<UnitResult<LobsterError>> StartAsync(CancellationToken cancellationToken)
    {
        // Only a first start finds a program that waits for its tenant.
        if (claim is not null) await starter.SettleAsync(claim);
        while (State == WorkloadState.Stopping) await changed.WaitAsync(cancellationToken);
        if (State == WorkloadState.None) return new LobsterError(WorkloadErrors.NotStarted, "there is nothing to start");
        if (State is WorkloadState.Stopped or WorkloadState.BackingOff)
        {
            backOff.Reset();
            Begin();
        }

        return State == WorkloadState.BackingOff && lastFault is { } fault ? fault : UnitResult.Success<LobsterError>();
    }

    /// <summary>Ends the workload (TERM, then KILL) and keeps it ended; completes when nothing of it is left.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        if (State is WorkloadState.Running or WorkloadState.BackingOff) Happened(WorkloadEvent.StopRequested);
        while (State == WorkloadState.Stopping) await changed.WaitAsync(cancellationToken);
    }

    /// <summary>Begins nothing of itself until <see cref="Release"/>: what it would start would be born into a frozen group, and we with it.</summary>
    internal void Hold() => isHeld = true;

    /// <summary>Ends a hold; what was due meanwhile is done now.</summary>
    internal void Release()
    {
        isHeld = false;
        var due = late;
        late = null;
        due?.Invoke();
    }

    /// <summary>Kills the workload, frozen or not, and keeps it ended.</summary>
    internal async Task KillAsync(CancellationToken cancellationToken)
    {
        late = null;
        process?.KillAll();
        await starter.AbandonAsync();
        await StopAsync(cancellationToken);
    }

    /// <summary>Tells what to run from now on, in a VM that has become another tenant's; what runs goes on.</summary>
    internal void Become(TenantClaim taken)
    {
        if (State == WorkloadState.None) Take(taken);
        else claim = taken;
    }

    /// <summary>Completes with the next change of <see cref="State"/>.</summary>
    internal Task WaitChangeAsync(CancellationToken cancellationToken) => changed.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        timer?.Dispose();
        process?.KillAll();
        await watching;
    }

    private void Begin()
    {
        if (isHeld) late = Begin;
        else Happened(WorkloadEvent.StartRequested);
    }

    private void Happened(WorkloadEvent happened)
    {
        if (WorkloadLifecycle.Next(State, happened).TryGetError(out var illegal, out var next))
        {
            log.Remark(illegal.Message);
            return;
        }

        timer?.Dispose();
        timer = null;
        late = null;
        State = next;
        changed.Happen();
        Enter(next, happened);
    }

    private void Enter(WorkloadState state, WorkloadEvent happened)
    {
        switch (state)
        {
            case WorkloadState.Starting:
                if (happened == WorkloadEvent.PauseOver) Restarts++;
                Spawn();
                break;
            case WorkloadState.Running:
                watching = WatchAsync(process!, watching);
                break;
            case WorkloadState.BackingOff:
                var ran = happened == WorkloadEvent.Exited ? clock.GetElapsedTime(startedAt) : TimeSpan.Zero;
                timer = After(backOff.After(ran), () => Happened(WorkloadEvent.PauseOver));
                break;
            case WorkloadState.Stopping:
                process!.Signal(Signals.Terminate);
                timer = After(Grace, process.KillAll);
                break;
        }
    }

    private void Spawn()
    {
        startedAt = clock.GetTimestamp();
        if (starter.Start(claim!).TryGetError(out lastFault, out process))
        {
            log.Remark($"workload: {lastFault.FullMessage}");
            Happened(WorkloadEvent.SpawnFailed);
        }
        else
        {
            Happened(WorkloadEvent.Spawned);
        }
    }

    private async Task WatchAsync(IWorkloadProcess watched, Task before)
    {
        await before;
        var status = await watched.Exited;
        await watched.DisposeAsync();
        log.Remark(string.Create(CultureInfo.InvariantCulture, $"workload: {status} after {clock.GetElapsedTime(startedAt).TotalSeconds:0.0} s"));
        Happened(WorkloadEvent.Exited);
    }

    private ITimer After(TimeSpan time, Action act) => clock.CreateTimer(
        _ =>
        {
            if (isHeld) late = act;
            else act();
        },
        null,
        time,
        Timeout.InfiniteTimeSpan);
}
