using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Processes;

/// <summary>Has the process give back all memory that it does not hold, on SIGUSR2: what it weighs afterwards is what it needs.</summary>
/// <remarks>A collector takes its time, and a process at rest has no reason to collect: its weight alone does not tell what was thrown away from what leaks.</remarks>
public static class MemorySignal
{
    /// <summary>Hears it from now on.</summary>
    /// <returns>Ends the hearing; the signal would then end the process.</returns>
    public static IDisposable Hear() => PosixSignalRegistration.Create((PosixSignal)Signals.UserSignal2, signal =>
    {
        signal.Cancel = true;
        GiveBack();
    });

    // Twice, since what waited for its finalizer is garbage only behind it.
    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
