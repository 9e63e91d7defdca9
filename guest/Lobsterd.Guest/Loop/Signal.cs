namespace Lobsterd.Guest.Loop;

/// <summary>Something that happens again and again, and can be waited for. Belongs to the loop.</summary>
/// <remarks>Not <c>Task.WaitAsync</c> over a completion source: a source whose continuations must not run inside <see cref="Happen"/> hands such a
/// task to the thread pool, which would start threads for every answer. Here a continuation goes to the loop.</remarks>
internal sealed class Signal
{
    private readonly List<TaskCompletionSource> waiters = [];

    /// <summary>Completes when it happens the next time.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.Add(waiter);
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => _ = ((TaskCompletionSource)state!).TrySetCanceled(token), waiter);
        try
        {
            await waiter.Task;
        }
        finally
        {
            _ = waiters.Remove(waiter);
        }
    }

    /// <summary>It happens: everyone who waits goes on, soon.</summary>
    internal void Happen()
    {
        if (waiters.Count == 0) return;

        var woken = waiters.ToArray();
        waiters.Clear();
        foreach (var waiter in woken) _ = waiter.TrySetResult();
    }
}
