namespace Lobsterd.Edge.Traffic;

/// <summary>Everything that is in flight, whether or not its route is still in the table.</summary>
internal sealed class TrafficTotal
{
    private int underWay;
    private TaskCompletionSource? changed;

    public int UnderWay => Volatile.Read(ref underWay);

    public void Enter() => Interlocked.Increment(ref underWay);

    public void Leave()
    {
        _ = Interlocked.Decrement(ref underWay);
        Interlocked.Exchange(ref changed, null)?.SetResult();
    }

    /// <summary>Completes when something has left after this call. For one waiter at a time.</summary>
    public Task UntilChangedAsync()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref changed, fresh);
        return fresh.Task;
    }
}
