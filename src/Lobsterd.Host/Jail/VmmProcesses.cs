using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

/// <summary>Ends a slot's processes, told by the user id that the slot alone has.</summary>
internal static class VmmProcesses
{
    /// <summary>Kills the processes that run as a user, and waits until none of them is left.</summary>
    /// <param name="candidates">Lists the pids among which they are looked for.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Bounds it.</param>
    /// <returns>Whether there were any.</returns>
    internal static async Task<bool> KillAsync(Func<IReadOnlyList<int>> candidates, uint user, CancellationToken cancellationToken)
    {
        var any = false;
        while (Of(candidates(), user) is { Count: > 0 } pids)
        {
            foreach (var pid in pids)
            {
                if (!PidFd.Open(pid).TryGetValue(out var process)) continue;
                using (process)
                {
                    // Between the list and the handle the pid may have changed its bearer.
                    if (!ProcessTable.RunsAs(pid, user)) continue;
                    any = true;
                    _ = process.Signal(Signals.Kill);
                    await process.WaitForExitAsync(cancellationToken);
                }
            }
        }
        return any;
    }

    /// <summary>Waits until processes have ended by themselves, or a time is over.</summary>
    internal static async Task WaitForOthersAsync(IReadOnlyList<int> pids, TimeSpan longest, TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(longest, clock);
        foreach (var pid in pids)
        {
            if (!PidFd.Open(pid).TryGetValue(out var process)) continue;
            using (process) await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static List<int> Of(IReadOnlyList<int> pids, uint user) =>
        [.. pids.Where(pid => ProcessTable.RunsAs(pid, user) && !(ProcessStat.Read(pid).TryGetValue(out var stat) && stat.IsZombie))];
}
