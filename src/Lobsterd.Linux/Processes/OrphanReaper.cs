using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>What PID 1 owes the processes that others left to it.</summary>
public static class OrphanReaper
{
    private const int Everyone = 0;
    private const int NoHang = 1;
    private const int Peek = 0x0100_0000;
    private const int NoChild = 10;

    /// <summary>Blocks the calling thread until some child, ours or an orphan, has ended and is not collected.</summary>
    /// <remarks>Not by SIGCHLD: where the runtime catches it for a PID 1, it collects every child itself, ours before we know how they ended
    /// (src/native/libs/System.Native/pal_signal.c). One ended child is told again and again until it is collected.</remarks>
    public static void WaitForEnd()
    {
        while (ProcessCalls.WaitId(Everyone, 0, out _, UnwatchedChild.Exited | Peek) != 0)
        {
            // Without any child there are no orphans either: they are children of children.
            if (Errno.LastNumber == NoChild) ChildTable.WaitForBirth();
        }
    }

    /// <summary>Collects every ended child that <see cref="Spawner"/> did not start; call it after each <see cref="WaitForEnd"/>. Children of the
    /// spawner are left to their owners.</summary>
    /// <returns>How many were collected.</returns>
    /// <remarks>waitid(P_ALL) shows one ended child, the same until it is collected; a child of the spawner in front would hide orphans behind
    /// it. So that one is passed over by asking /proc for the rest.</remarks>
    public static int Reap() => ChildTable.Still(isOwned =>
    {
        var reaped = 0;
        while (PeekAny() is { } pid)
        {
            if (isOwned(pid)) return reaped + ReapBehind(isOwned);
            if (!Collect(pid)) return reaped;
            reaped++;
        }
        return reaped;
    });

    private static int ReapBehind(Func<int, bool> isOwned) =>
        ProcessTable.Stats().Count(stat => stat.IsZombie && stat.ParentPid == Environment.ProcessId && !isOwned(stat.Pid) && Collect(stat.Pid));

    private static int? PeekAny() =>
        ProcessCalls.WaitId(Everyone, 0, out var info, UnwatchedChild.Exited | NoHang | Peek) == 0 && info.Pid != 0 ? info.Pid : null;

    private static bool Collect(int pid) =>
        ProcessCalls.WaitId(UnwatchedChild.ByPid, pid, out var info, UnwatchedChild.Exited | NoHang) == 0 && info.Pid == pid;
}
