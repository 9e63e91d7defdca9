using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>A running child. It is collected when it ends, whether anybody waits or not, and outlives us unless it is killed.</summary>
public sealed class ChildProcess : IDisposable
{
    private readonly UnwatchedChild child;
    private readonly TaskCompletionSource<ExitStatus> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(UnwatchedChild child, long startTicks) => (this.child, StartTicks) = (child, startTicks);

    /// <summary>Its process id in our pid namespace.</summary>
    public int Pid => child.Process.Pid;

    /// <summary>When it started: field 22 of <c>/proc/PID/stat</c>, clock ticks since boot.</summary>
    public long StartTicks { get; }

    /// <summary>The handle on it; stays ours.</summary>
    public PidFd Process => child.Process;

    /// <summary>Sends a signal; it having ended already is success.</summary>
    /// <param name="signal">Of <see cref="Signals"/>.</param>
    /// <error code="process.signal.refused">We may not.</error>
    public UnitResult<LobsterError> Signal(int signal)
    {
        if (ended.Task.IsCompleted) return UnitResult.Success<LobsterError>();
        var sent = child.Process.Signal(signal);
        return sent.TryGetError(out var error) && error.Code != ProcessErrors.Gone ? error : UnitResult.Success<LobsterError>();
    }

    /// <summary>Completes when it has ended, with how.</summary>
    public Task<ExitStatus> WaitForExitAsync(CancellationToken cancellationToken) => ended.Task.WaitAsync(cancellationToken);

    /// <summary>Closes the handle. The child goes on, and is still collected when it ends.</summary>
    public void Dispose()
    {
        if (ended.Task.IsCompleted) child.Dispose();
        else _ = ended.Task.ContinueWith(_ => child.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    internal static Result<ChildProcess, LobsterError> Watch(UnwatchedChild child)
    {
        var startTicks = ProcessStat.Read(child.Process.Pid).TryGetValue(out var stat) ? stat.StartTicks : 0;
        var watched = new ChildProcess(child, startTicks);
        if (!ReadinessLoop.Shared.OnReadable(child.Process.Descriptor, watched.Collect).TryGetError(out var error)) return watched;
        _ = child.Process.Signal(Signals.Kill);
        _ = child.Wait();
        child.Dispose();
        return error;
    }

    private void Collect() => ended.SetResult(child.TryCollect() ?? default);
}
