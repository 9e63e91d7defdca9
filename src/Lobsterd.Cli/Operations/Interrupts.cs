using System.Runtime.InteropServices;

namespace Lobsterd.Cli.Operations;

/// <summary>Ctrl-C and SIGTERM as something that can be awaited, while this lives; before and after, they end the program as always.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Listens.</summary>
    /// <param name="signals">The signals; none for a test that calls <see cref="Raise"/>.</param>
    internal Interrupts(params ReadOnlySpan<PosixSignal> signals)
    {
        foreach (var signal in signals) registrations.Add(PosixSignalRegistration.Create(signal, Hear));
    }

    /// <summary>How many came.</summary>
    internal int Count { get; private set; }

    /// <summary>Completes at the next one.</summary>
    internal Task Next
    {
        get
        {
            lock (gate) return next.Task;
        }
    }

    /// <summary>One comes.</summary>
    internal void Raise()
    {
        TaskCompletionSource heard;
        lock (gate)
        {
            Count++;
            heard = next;
            next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        heard.SetResult();
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        Raise();
    }
}
