namespace Lobsterd.Host.Network;

/// <summary>Tells our own changes of the wall from those of others, by their number: the kernel says that there was one, and not whose it was in a way that holds across namespaces.</summary>
/// <remarks>Where one of ours and another's cross, the wrong one of the two is told, which is all the same.</remarks>
internal sealed class OwnChanges(TimeProvider clock)
{
    // What the kernel has not told by then it never will: the change was none.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Queue<long> expected = new();

    /// <summary>One of ours begins.</summary>
    internal void Begin()
    {
        lock (expected) expected.Enqueue(clock.GetTimestamp());
    }

    /// <summary>One that has begun was none.</summary>
    internal void Fail()
    {
        lock (expected) _ = expected.TryDequeue(out _);
    }

    /// <summary>Whether a change that the kernel tells of is one of ours; asked once for each.</summary>
    internal bool Takes()
    {
        lock (expected)
        {
            while (expected.TryPeek(out var begun) && clock.GetElapsedTime(begun) > Longest) _ = expected.Dequeue();
            return expected.TryDequeue(out _);
        }
    }
}
