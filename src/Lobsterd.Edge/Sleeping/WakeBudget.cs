namespace Lobsterd.Edge.Sleeping;

/// <summary>How often each source may have tenants woken, so that nobody keeps a whole host awake by walking through its names.</summary>
/// <param name="perMinute">Asks in a minute for each source.</param>
/// <param name="clock">Tells how much has come back.</param>
internal sealed class WakeBudget(int perMinute, TimeProvider clock)
{
    // Beyond it sources share one budget: memory is bounded, whoever comes from how many addresses.
    private const int MaxSources = 4_096;

    private readonly Lock gate = new();
    private readonly Dictionary<WakeSource, TokenBucket> sources = [];

    /// <summary>Spends one ask of a source.</summary>
    /// <returns>Null when it was spent, or how long until there is one.</returns>
    public TimeSpan? Spend(WakeSource source)
    {
        lock (gate)
        {
            var bucket = Find(source);
            return bucket.TryTake() ? null : bucket.Wait;
        }
    }

    private TokenBucket Find(WakeSource source)
    {
        if (sources.TryGetValue(source, out var known)) return known;
        if (sources.Count >= MaxSources) Sweep();
        if (sources.Count >= MaxSources) source = WakeSource.Unknown;
        if (!sources.TryGetValue(source, out var bucket)) sources[source] = bucket = new TokenBucket(perMinute, clock);
        return bucket;
    }

    private void Sweep()
    {
        foreach (var rested in sources.Where(one => one.Value.IsFull).Select(one => one.Key).ToList()) _ = sources.Remove(rested);
    }
}
