namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>Decides who waits. Pure.</summary>
internal static class PoolPlan
{
    /// <summary>The next change towards as many as shall wait, shared evenly among what was wanted lately, the latest first; null when nothing is to change.</summary>
    /// <param name="most">How many shall wait.</param>
    /// <param name="waiting">What those that wait are for, the oldest first.</param>
    /// <param name="wanted">What was wanted lately, each once, the latest first.</param>
    internal static PoolChange<T>? Next<T>(int most, IReadOnlyList<T> waiting, IReadOnlyList<T> wanted)
        where T : class
    {
        var served = wanted.Take(most).ToList();
        var share = served.Select((shape, rank) => (most / served.Count) + (rank < most % served.Count ? 1 : 0)).ToList();
        for (var i = 0; i < waiting.Count; i++)
        {
            var rank = served.IndexOf(waiting[i]);
            if (rank < 0 || waiting.Skip(i).Count(other => other.Equals(waiting[i])) > share[rank]) return new PoolChange<T>.End(i);
        }

        for (var rank = 0; rank < served.Count; rank++)
            if (waiting.Count(other => other.Equals(served[rank])) < share[rank]) return new PoolChange<T>.Start(served[rank]);
        return null;
    }
}
