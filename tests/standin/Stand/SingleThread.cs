using System.Collections.Concurrent;

namespace Lobsterd.Standin.Stand;

/// <summary>Asynchronous work on one thread: what it awaits comes back to the thread that began it. For what the kernel keeps by thread, such as namespaces.</summary>
internal sealed class SingleThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Act, object? State)> turns = [];

    /// <summary>Does something on the calling thread, to its end.</summary>
    internal static T Run<T>(Func<Task<T>> act)
    {
        var own = new SingleThread();
        SetSynchronizationContext(own);
        var work = act();
        _ = work.ContinueWith(_ => own.turns.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var (turn, state) in own.turns.GetConsumingEnumerable()) turn(state);
#pragma warning disable VSTHRD002 // It has ended.
        return work.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => turns.Add((d, state));
}
