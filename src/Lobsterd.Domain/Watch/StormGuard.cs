namespace Lobsterd.Domain.Watch;

/// <summary>Tells when so many tenants fail together that the cause is the host's rather than theirs.</summary>
/// <param name="window">Failures within it count together.</param>
public sealed class StormGuard(TimeSpan window)
{
    private const int Fewest = 3;
    private const double Share = 0.10;

    private readonly Queue<DateTimeOffset> failures = new();

    /// <summary>Notes that a tenant failed.</summary>
    public void Note(DateTimeOffset now)
    {
        Forget(now);
        failures.Enqueue(now);
    }

    /// <summary>Whether it is a storm: at least three tenants, and at least a tenth of all.</summary>
    /// <param name="tenants">How many tenants there are.</param>
    /// <param name="now">When.</param>
    public bool IsStorm(int tenants, DateTimeOffset now)
    {
        Forget(now);
        return failures.Count >= Math.Max(Fewest, (int)Math.Ceiling(tenants * Share));
    }

    private void Forget(DateTimeOffset now)
    {
        while (failures.TryPeek(out var oldest) && now - oldest > window) _ = failures.Dequeue();
    }
}
