namespace Lobsterd.Reef.Access;

/// <summary>Counts what callers from the network ask: each has a bucket that fills at a steady rate and holds one second's worth.</summary>
/// <param name="perSecond">Requests a second.</param>
/// <param name="clock">Tells time.</param>
internal sealed class Turnstile(int perSecond, TimeProvider clock)
{
    private const int MostCallers = 4_096;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (double Left, long At)> buckets = [];

    /// <summary>Whether a caller may pass now.</summary>
    internal bool Pass(string caller)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            var (left, at) = buckets.GetValueOrDefault(caller, (perSecond, now));
            left = Math.Min(perSecond, left + (clock.GetElapsedTime(at, now).TotalSeconds * perSecond));

            // More names than any host has callers: somebody makes them up, and forgetting costs only what they had used.
            if (buckets.Count >= MostCallers) buckets.Clear();
            buckets[caller] = (left >= 1 ? left - 1 : left, now);
            return left >= 1;
        }
    }
}
