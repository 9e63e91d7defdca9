using System.Runtime.InteropServices;
using Lobsterd.Guest.Loop;

namespace Lobsterd.Guest.Init;

/// <summary>What is asked of a PID 1: to collect the dead, and to end in good order when a signal says so.</summary>
/// <remarks>The runtime catches the signals on a thread of its own; what is to be done for them is done on the loop.</remarks>
internal sealed class Duties(EventLoop loop, Orphans orphans, Action stop) : IDisposable
{
    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>Begins. Off the way to the first answer: it starts threads.</summary>
    internal void Begin()
    {
        Register(PosixSignal.SIGTERM, stop);
        Register(PosixSignal.SIGINT, stop);
        if (Environment.ProcessId == 1) orphans.Watch();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    private void Register(PosixSignal signal, Action act) => registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        // Else the runtime would end the process, as the signal's default is.
        context.Cancel = true;
        loop.Post(static state => ((Action)state!)(), act);
    }));
}
