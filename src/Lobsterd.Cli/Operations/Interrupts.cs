using System.Runtime.InteropServices;

namespace Lobsterd.Cli.Operations;

/// <summary>Ctrl-C and SIGTERM as something that can be awaited, while this lives; before and after, they end the program as always.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly CancellationTokenSource impatient = new();
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Listens.</summary>
    /// <param name="signals">The signals; none for a test that calls <see cref="Raise"/>.</param>
    internal Interrupts(params ReadOnlySpan<PosixSignal> signals)
    {
        foreach (var signal in signals) registrations.Add(PosixSignalRegistration.Create(signal, Hear));
    }

    /// <summary>How many came.</summary>
    internal int Count { get; private set; }

    /// <summary>Cancelled by the second one: whoever waits for an answer that does not come, leaves.</summary>
    internal CancellationToken Impatient => impatient.Token;

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
        if (Count > 1) impatient.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        impatient.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        Raise();
    }
}
