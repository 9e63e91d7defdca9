using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;

namespace Lobsterd.Engine.Watch;

/// <summary>What wakes the watchdog.</summary>
internal abstract record WatchNews
{
    private WatchNews() { }

    /// <summary>The registry has a new generation, or something is due.</summary>
    internal sealed record Wake : WatchNews;

    /// <summary>It is time for the sweep's next slices.</summary>
    /// <param name="Count">So many.</param>
    internal sealed record Slices(int Count) : WatchNews;

    /// <summary>Something was seen of a tenant.</summary>
    /// <param name="Name">The tenant.</param>
    /// <param name="Of">What.</param>
    internal sealed record Seen(TenantName Name, WatchSeen Of) : WatchNews;

    /// <summary>Something became of the network.</summary>
    /// <param name="What">What.</param>
    internal sealed record Changed(NetworkNews What) : WatchNews;

    /// <summary>Something that all share may not be as it was.</summary>
    /// <param name="About">Which check says so or not.</param>
    internal sealed record Host(HealthCheck About) : WatchNews;

    /// <summary>The heart of a guest is heard no more.</summary>
    /// <param name="Name">Whose.</param>
    internal sealed record Silent(TenantName Name) : WatchNews;

    /// <summary>A look or a repair of a tenant has ended.</summary>
    /// <param name="Name">The tenant.</param>
    /// <param name="Id">Which tenant of that name.</param>
    /// <param name="WasRepair">Whether it was a repair.</param>
    /// <param name="Outcome">How it came out.</param>
    internal sealed record Ended(TenantName Name, Guid Id, bool WasRepair, MendOutcome Outcome) : WatchNews;

    /// <summary>A look at what all share has ended.</summary>
    /// <param name="WasRepair">Whether it was a repair.</param>
    /// <param name="Outcome">How it came out.</param>
    internal sealed record HostEnded(bool WasRepair, MendOutcome Outcome) : WatchNews;
}
