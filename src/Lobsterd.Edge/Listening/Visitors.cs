namespace Lobsterd.Edge.Listening;

/// <summary>Counts the HTTP connections that are open.</summary>
internal sealed class Visitors
{
    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource? empty;

    /// <summary>One has come.</summary>
    public void Enter()
    {
        lock (gate) count++;
    }

    /// <summary>One has gone.</summary>
    public void Leave()
    {
        lock (gate)
        {
            if (--count > 0) return;
            empty?.SetResult();
            empty = null;
        }
    }

    /// <summary>Completes when none is open.</summary>
    public Task UntilEmptyAsync()
    {
        lock (gate)
        {
            if (count == 0) return Task.CompletedTask;
            empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return empty.Task;
        }
    }
}
