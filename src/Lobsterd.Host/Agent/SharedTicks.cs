namespace Lobsterd.Host.Agent;

/// <summary>Ticks for many that may wait: whoever waits is let go together with all others that began to in the meantime. Without anyone who waits nothing ticks.</summary>
/// <remarks>What a service at rest pays for is being woken, cold, more than what it is woken for.</remarks>
/// <param name="interval">Longest wait.</param>
/// <param name="clock">What it goes by.</param>
internal sealed class SharedTicks(TimeSpan interval, TimeProvider clock) : IDisposable
{
    private readonly Lock gate = new();
    private TaskCompletionSource? next;
    private ITimer? timer;

    /// <summary>Completes at the next tick.</summary>
    internal Task NextAsync()
    {
        lock (gate)
        {
            if (next is not null) return next.Task;
            next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            timer ??= clock.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _ = timer.Change(interval, Timeout.InfiniteTimeSpan);
            return next.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate) timer?.Dispose();
    }

    private void Tick()
    {
        TaskCompletionSource? due;
        lock (gate) (due, next) = (next, null);
        due?.SetResult();
    }
}
