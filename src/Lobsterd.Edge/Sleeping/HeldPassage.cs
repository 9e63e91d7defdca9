using Lobsterd.Edge.Traffic;

namespace Lobsterd.Edge.Sleeping;

/// <summary>One request, WebSocket or connection that waits.</summary>
/// <param name="kind">Which of them.</param>
/// <param name="want">What it is, for whoever asks why a tenant was woken.</param>
internal sealed class HeldPassage(PassageKind kind, WakeWant want)
{
    private readonly TaskCompletionSource<HoldEnd> ended = new();

    public PassageKind Kind => kind;

    public WakeWant Want => want;

    /// <summary>Its place in the line; null when it is in none.</summary>
    public LinkedListNode<HeldPassage>? Place { get; set; }

    /// <summary>How its wait ended.</summary>
    public Task<HoldEnd> Ended => ended.Task;

    /// <summary>Ends its wait, once. It goes on by a thread of the pool's common queue, which is first in, first out; a continuation that is
    /// queued by the task itself would go to the thread's own, which is last in, first out.</summary>
    public void End(HoldEnd how) =>
        ThreadPool.UnsafeQueueUserWorkItem(static end => end.Ended.SetResult(end.How), (Ended: ended, How: how), preferLocal: false);
}
