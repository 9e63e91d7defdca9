using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Processes;

/// <summary>A program that we started, leader of a session of its own, with everything that came of it.</summary>
internal sealed class GuestProcess : IDisposable
{
    private readonly UnwatchedChild child;
    private readonly Watch watch;
    private readonly Cgroup? cgroup;
    private bool isCollected;

    private GuestProcess(UnwatchedChild child, Watch watch, Cgroup? cgroup, bool isLast, TimeProvider clock)
    {
        (this.child, this.watch, this.cgroup) = (child, watch, cgroup);
        Exited = WaitAsync(isLast, clock);
    }

    /// <summary>How it ended, once it has; it is collected then, and with it, where nothing may outlive it, all that came of it.</summary>
    internal Task<ExitStatus> Exited { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="loop">Whose thread we are on.</param>
    /// <param name="input">The program; it must lead a session of its own.</param>
    /// <param name="cgroup">What it is born in; null where there are no cgroups.</param>
    /// <param name="isLast">Whether nothing that it started may outlive it.</param>
    /// <error code="process.spawn.failed">And the other errors of <see cref="Spawner.StartUnwatched"/>.</error>
    /// <error code="guest.cgroup.refused">It could not be born in its cgroup.</error>
    internal static Result<GuestProcess, LobsterError> Start(EventLoop loop, SpawnInput input, Cgroup? cgroup, bool isLast)
    {
        var spawned = cgroup is null ? Spawner.StartUnwatched(input) : cgroup.Within(() => Spawner.StartUnwatched(input));
        if (spawned.TryGetError(out var failed, out var child)) return failed;
        if (!loop.Watch(child.Process.Descriptor).TryGetError(out var unwatched, out var watch))
            return new GuestProcess(child, watch, cgroup, isLast, loop.Clock);

        _ = child.Process.Signal(Signals.Kill);
        _ = child.Wait();
        child.Dispose();
        return unwatched;
    }

    /// <summary>Sends a signal to the program and to all of its group; one that ended already is success.</summary>
    internal void Signal(int signal)
    {
        // Collected, its number may be another's.
        if (!isCollected) _ = ProcessGroup.Signal(child.Process.Pid, signal);
    }

    /// <summary>Kills the program and all that came of it.</summary>
    internal void KillAll()
    {
        Signal(Signals.Kill);
        cgroup?.Kill();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watch.Dispose();
        child.Dispose();
    }

    private async Task<ExitStatus> WaitAsync(bool isLast, TimeProvider clock)
    {
        while (!child.Process.HasExited) await watch.WaitReadableAsync(CancellationToken.None);

        // While it is not collected its number is its own, and with it its group's.
        if (isLast) KillAll();
        isCollected = true;
        var status = child.Wait();
        if (isLast && cgroup is not null) await cgroup.WaitEmptyAsync(clock);
        return status;
    }
}
