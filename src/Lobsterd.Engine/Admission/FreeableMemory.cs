namespace Lobsterd.Engine.Admission;

/// <summary>Memory that idle tenants would give back by falling asleep before their time, and how much has been promised to those who are let in on it.</summary>
public sealed class FreeableMemory
{
    private readonly Lock gate = new();
    private TaskCompletionSource wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long bytes;
    private long promised;

    /// <summary>How much could be freed.</summary>
    public long Bytes
    {
        get
        {
            lock (gate) return bytes;
        }
    }

    /// <summary>How much more than the reserve is to be available.</summary>
    public long Promised
    {
        get
        {
            lock (gate) return promised;
        }
    }

    /// <summary>Notes what a look found.</summary>
    public void Note(long found)
    {
        lock (gate) bytes = found;
    }

    /// <summary>Promises that so much more than the reserve is available soon; a larger promise holds a smaller one.</summary>
    public void Promise(long beyondReserve)
    {
        lock (gate)
        {
            promised = Math.Max(promised, beyondReserve);
            _ = wanted.TrySetResult();
        }
    }

    /// <summary>What was promised has been freed, or cannot be.</summary>
    /// <param name="seen">What was promised then; a larger promise since stands.</param>
    public void Settle(long seen)
    {
        lock (gate) promised = promised > seen ? promised : 0;
    }

    /// <summary>Completes when some is promised that was not before.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task signal;
        lock (gate) signal = wanted.Task;
        await signal.WaitAsync(cancellationToken);
        lock (gate) wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
