namespace Lobsterd.Engine.Locks;

/// <summary>Tells whoever works without a lock that somebody wants one: what can wait gives way.</summary>
public sealed class Lookout : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly Action<Lookout> leave;

    internal Lookout(Action<Lookout> leave) => this.leave = leave;

    /// <summary>Cancelled from the moment on in which the lock was asked for, before it is given.</summary>
    public CancellationToken Wanted => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        leave(this);
        source.Dispose();
    }

    // What gives way does so on threads of its own: whoever wants the lock does not wait for it.
    internal void Tell() => _ = source.CancelAsync();
}
