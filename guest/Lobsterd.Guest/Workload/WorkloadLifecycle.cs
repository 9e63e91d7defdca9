using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Workload;

/// <summary>A workload's life as a pure function.</summary>
internal static class WorkloadLifecycle
{
    /// <summary>The state after an event.</summary>
    /// <error code="guest.workload.illegal-event">The event cannot happen in that state; nothing changes.</error>
    internal static Result<WorkloadState, LobsterError> Next(WorkloadState state, WorkloadEvent happened) => (state, happened) switch
    {
        (WorkloadState.None, WorkloadEvent.Claimed) => WorkloadState.Stopped,
        (WorkloadState.Stopped or WorkloadState.BackingOff, WorkloadEvent.StartRequested) => WorkloadState.Starting,
        (WorkloadState.BackingOff, WorkloadEvent.PauseOver) => WorkloadState.Starting,
        (WorkloadState.Starting, WorkloadEvent.Spawned) => WorkloadState.Running,
        (WorkloadState.Starting, WorkloadEvent.SpawnFailed) => WorkloadState.BackingOff,
        (WorkloadState.Running, WorkloadEvent.Exited) => WorkloadState.BackingOff,
        (WorkloadState.Running, WorkloadEvent.StopRequested) => WorkloadState.Stopping,
        (WorkloadState.BackingOff, WorkloadEvent.StopRequested) => WorkloadState.Stopped,
        (WorkloadState.Stopping, WorkloadEvent.Exited) => WorkloadState.Stopped,
        _ => new LobsterError(WorkloadErrors.IllegalEvent, $"{happened} while {state}"),
    };

    /// <summary>The state in the wire's words; a workload that is told to end still runs.</summary>
    internal static string ToWord(this WorkloadState state) => state switch
    {
        WorkloadState.None => "none",
        WorkloadState.Stopped => "stopped",
        WorkloadState.Starting => "starting",
        WorkloadState.BackingOff => "backoff",
        _ => "running",
    };
}
