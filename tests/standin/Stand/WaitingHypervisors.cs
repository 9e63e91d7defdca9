using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Stand;

/// <summary>The hypervisors of a lobsterd that wait for a tenant, found by none of lobsterd's own means: stopped, under a user of no slot.</summary>
public static class WaitingHypervisors
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>Their pids now.</summary>
    public static IReadOnlyList<int> Of(LobsterdPaths paths) =>
        [.. Seated(paths).Where(pid => ProcessStat.Read(pid).TryGetValue(out var stat) && stat.State == 'T' && !HasTap(pid))];

    /// <summary>Waits until so many wait.</summary>
    public static async Task<IReadOnlyList<int>> WaitAsync(LobsterdPaths paths, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var waiting = Of(paths);
            if (waiting.Count == count) return waiting;
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Every process that waits or has waited, and those of one that is being started.</summary>
    public static IReadOnlyList<int> Seated(LobsterdPaths paths) =>
        [.. ProcessTable.Pids().Where(pid => ProcessTable.UserOf(pid).TryGetValue(out var user) && paths.Instance.SeatOf(user) is { IsBeyondSlots: true })];

    // What it was started with is the last thing to go. The kernel names the interface of an open TUN file that has one.
    private static bool HasTap(int pid)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fdinfo").Any(file => File.ReadAllText(file).Contains("iff:\tlob", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }
}
