using System.Collections.Concurrent;

namespace Lobsterd.Linux.Processes;

/// <summary>The children that somebody will collect, so that PID 1's reaping of orphans leaves them alone.</summary>
/// <remarks>Static because the kernel's table of children is one per process too.</remarks>
internal static class ChildTable
{
    private static readonly ReaderWriterLockSlim Gate = new();
    private static readonly ConcurrentDictionary<int, bool> Pids = new();
    private static readonly AutoResetEvent Births = new(initialState: false);

    /// <summary>Runs a spawn; no orphan is reaped between the birth of the child and its entry here.</summary>
    internal static T Enter<T>(Func<T> spawn, Func<T, int?> pidOf)
    {
        Gate.EnterReadLock();
        try
        {
            var spawned = spawn();
            if (pidOf(spawned) is not { } pid) return spawned;
            Pids[pid] = true;
            _ = Births.Set();
            return spawned;
        }
        finally
        {
            Gate.ExitReadLock();
        }
    }

    /// <summary>Blocks the calling thread until a child was born since the last call; it may have ended since. For one thread.</summary>
    internal static void WaitForBirth() => _ = Births.WaitOne();

    /// <summary>Forgets a child that has been collected.</summary>
    internal static void Leave(int pid) => _ = Pids.TryRemove(pid, out _);

    /// <summary>Runs something while no child is being born.</summary>
    internal static T Still<T>(Func<Func<int, bool>, T> act)
    {
        Gate.EnterWriteLock();
        try
        {
            return act(Pids.ContainsKey);
        }
        finally
        {
            Gate.ExitWriteLock();
        }
    }
}
