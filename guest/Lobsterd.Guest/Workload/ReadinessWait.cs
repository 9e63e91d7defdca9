using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;

namespace Lobsterd.Guest.Workload;

/// <summary>Waits until the workload's port takes a connection. The kernel tells nobody that a port was opened, so it is tried, while somebody waits.</summary>
internal sealed class ReadinessWait(Supervisor supervisor, TimeProvider clock)
{
    // An eighth of what it has waited: whatever a workload needs, the wait for it is hardly longer, and a slow one is asked seldom.
    private const int PartOfTheWait = 8;
    private static readonly TimeSpan FirstPace = TimeSpan.FromMilliseconds(0.25);
    private static readonly TimeSpan LastPace = TimeSpan.FromMilliseconds(2);

    /// <summary>Waits.</summary>
    /// <param name="probe">How to try the port.</param>
    /// <param name="within">Longest wait.</param>
    /// <param name="cancellationToken">Whoever asked is gone.</param>
    /// <error code="guest.workload.not-started">Nobody wants it to run.</error>
    /// <error code="guest.workload.silent">It took none in time.</error>
    internal async Task<UnitResult<LobsterError>> RunAsync(IPortProbe probe, TimeSpan within, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (supervisor.State is not (WorkloadState.None or WorkloadState.Stopped or WorkloadState.Stopping))
        {
            if (supervisor.State == WorkloadState.Running && await probe.AnswersAsync(cancellationToken)) return UnitResult.Success<LobsterError>();
            var waited = clock.GetElapsedTime(begun);
            if (waited >= within) return new LobsterError(WorkloadErrors.Silent, $"the workload's port took no connection in {within.TotalMilliseconds:0} ms");
            var pace = waited / PartOfTheWait;
            await clock.PauseAsync(pace < FirstPace ? FirstPace : pace > LastPace ? LastPace : pace, cancellationToken);
        }

        return new LobsterError(WorkloadErrors.NotStarted, "the workload was not started");
    }
}
