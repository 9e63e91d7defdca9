using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Linux.Cgroups;

public sealed partial class Cgroup
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(1);

    /// <summary>Kills everything in it, also what is forked meanwhile, waits until it has ended, and removes the folders. Absent already is success.</summary>
    /// <param name="clock">Times the waiting.</param>
    /// <param name="cancellationToken">Bounds it: a process may be stuck in the kernel.</param>
    /// <error code="cgroup.remove.busy">Cancelled while something was left in it.</error>
    public async Task<UnitResult<LobsterError>> KillAndRemoveAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await KillAllAsync(cancellationToken);
                // A folder stays busy for a moment after the last process has been seen to end.
                if (RemoveFolders()) return UnitResult.Success<LobsterError>();
                await Task.Delay(RetryPeriod, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(CgroupErrors.Busy, $"cgroup {Name} still has processes: {string.Join(", ", Pids())}");
        }
    }

    private async Task KillAllAsync(CancellationToken cancellationToken)
    {
        // One write kills all at once, forks in flight included; version 1 has no such file and is asked again until nobody is left.
        foreach (var place in Places.Where(place => place.Hierarchy.IsUnified)) _ = CgroupFile.TryWrite(place.Folder, "cgroup.kill", "1");
        while (Hold() is { Count: > 0 } members)
        {
            foreach (var member in members) _ = member.Signal(Signals.Kill);
            foreach (var member in members)
            {
                using (member) await member.WaitForExitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Handles on all members. A pid may change its bearer between list and handle, so only those still listed afterwards count.</summary>
    private List<PidFd> Hold()
    {
        var held = Pids().Select(PidFd.Open).Where(opened => opened.IsSuccess).Select(opened => opened.Value).ToList();
        var listed = Pids();
        foreach (var stranger in held.Where(process => !listed.Contains(process.Pid))) stranger.Dispose();
        return [.. held.Where(process => listed.Contains(process.Pid))];
    }
}
