using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Guest.Loop;

/// <summary>What the loop knows of one descriptor. The kernel tells changes only, so whoever waits has tried before and found nothing.</summary>
internal sealed class Watch(Action forget) : IDisposable
{
    private const EpollInterest Ends = EpollInterest.PeerClosed | EpollInterest.HungUp | EpollInterest.Failed;
    private const EpollInterest Reads = EpollInterest.Readable | Ends;
    private const EpollInterest Writes = EpollInterest.Writable | EpollInterest.HungUp | EpollInterest.Failed;

    private readonly Signal readable = new();
    private readonly Signal writable = new();
    private readonly Signal ended = new();
    private bool isOver;
    private bool isDisposed;

    /// <summary>Completes when a read may find something, or the end.</summary>
    internal Task WaitReadableAsync(CancellationToken cancellationToken) => WaitAsync(readable, cancellationToken);

    /// <summary>Completes when a write may find room, or the end.</summary>
    internal Task WaitWritableAsync(CancellationToken cancellationToken) => WaitAsync(writable, cancellationToken);

    /// <summary>Completes when the other end is closed or gone, whether or not anything is left to read.</summary>
    internal Task WaitEndAsync(CancellationToken cancellationToken) => isOver ? Task.CompletedTask : WaitAsync(ended, cancellationToken);

    /// <summary>Ends every wait and watches no longer; to be called before the descriptor is closed.</summary>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        forget();
        Tell(Reads | Writes);
    }

    internal void Tell(EpollInterest interest)
    {
        if ((interest & Reads) != 0) readable.Happen();
        if ((interest & Writes) != 0) writable.Happen();
        if ((interest & Ends) == 0) return;
        isOver = true;
        ended.Happen();
    }

    private Task WaitAsync(Signal signal, CancellationToken cancellationToken) =>
        isDisposed ? Task.CompletedTask : signal.WaitAsync(cancellationToken);
}
