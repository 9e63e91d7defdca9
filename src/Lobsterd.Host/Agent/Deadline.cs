namespace Lobsterd.Host.Agent;

/// <summary>A bound in time on top of the caller's own token, told apart from it.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource either;

    /// <summary>Starts the bound.</summary>
    internal Deadline(TimeSpan bound, TimeProvider clock, CancellationToken caller)
    {
        this.caller = caller;
        timer = new CancellationTokenSource(bound, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, caller);
    }

    /// <summary>Ends at the bound, or when the caller gives up.</summary>
    internal CancellationToken Token => either.Token;

    /// <summary>Whether it was the bound that ended the wait; a caller who gave up gets his cancellation instead.</summary>
    internal bool HasPassed => timer.IsCancellationRequested && !caller.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        either.Dispose();
        timer.Dispose();
    }
}
