using System.Runtime.InteropServices;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Service.Memory;

/// <summary>Collects all garbage on SIGUSR2, so that what the process weighs afterwards is what it holds.</summary>
internal sealed class Collector : IHostedService, IDisposable
{
    private PosixSignalRegistration? registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = PosixSignalRegistration.Create((PosixSignal)Signals.UserSignal2, signal =>
        {
            signal.Cancel = true;
            Collect();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => registration?.Dispose();

    // Twice, since what waited for its finalizer is garbage only behind it.
    private static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
