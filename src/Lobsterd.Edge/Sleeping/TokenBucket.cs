namespace Lobsterd.Edge.Sleeping;

/// <summary>So many a minute, and as many at once after a minute of rest. Not for two callers at a time.</summary>
/// <param name="perMinute">How many.</param>
/// <param name="clock">Tells how much has come back.</param>
internal sealed class TokenBucket(int perMinute, TimeProvider clock)
{
    private double left = perMinute;
    private long readAt = clock.GetTimestamp();

    /// <summary>Whether it is as if it had never been used.</summary>
    public bool IsFull => Refill() >= perMinute;

    /// <summary>How long until one is left.</summary>
    public TimeSpan Wait => TimeSpan.FromMinutes(Math.Max(0, 1 - Refill()) / perMinute);

    /// <summary>Takes one.</summary>
    public bool TryTake()
    {
        if (Refill() < 1) return false;
        left--;
        return true;
    }

    private double Refill()
    {
        var now = clock.GetTimestamp();
        left = Math.Min(perMinute, left + (clock.GetElapsedTime(readAt, now).TotalMinutes * perMinute));
        readAt = now;
        return left;
    }
}
