using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Watch;

/// <summary>Tells when so many tenants fail together that the cause is the host's rather than theirs.</summary>
/// <param name="window">Failures within it count together.</param>
public sealed class StormGuard(TimeSpan window)
{
    private const int Fewest = 3;
    private const double Share = 0.10;

    // One that falls again and again counts once.
    private readonly Dictionary<TenantName, DateTimeOffset> failures = [];

    /// <summary>Notes that a tenant failed.</summary>
    public void Note(TenantName name, DateTimeOffset now) => failures[name] = now;

    /// <summary>Whether it is a storm: at least three tenants, and at least a tenth of all.</summary>
    /// <param name="tenants">How many tenants there are.</param>
    /// <param name="now">When.</param>
    public bool IsStorm(int tenants, DateTimeOffset now)
    {
        foreach (var (name, at) in failures.ToList())
            if (now - at > window) _ = failures.Remove(name);
        return failures.Count >= Math.Max(Fewest, (int)Math.Ceiling(tenants * Share));
    }
}
