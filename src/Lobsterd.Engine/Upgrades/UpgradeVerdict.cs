using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Upgrades;

/// <summary>What waking a sleeper would come to with the hypervisor, kernel and CPU at hand.</summary>
/// <param name="Tenant">The sleeper.</param>
/// <param name="SavedAt">When it fell asleep (UTC); null when its saved state is not there.</param>
/// <param name="SavedBy">The hypervisor's version that saved it; empty when that is not known.</param>
/// <param name="Here">The version that is installed now; null where this host has none of its kind in use.</param>
/// <param name="WouldResume">Whether it would go on where it was; it boots from its disk otherwise, and loses what was in memory alone.</param>
/// <param name="Why">Why, one sentence without a full stop.</param>
/// <param name="Advice">What keeps its memory, where something does; null where nothing is to be done.</param>
public sealed record UpgradeVerdict(
    Tenant Tenant, DateTimeOffset? SavedAt, string SavedBy, string? Here, bool WouldResume, string Why, string? Advice)
{
    /// <summary>The driver that runs it.</summary>
    public HypervisorName Hypervisor => Tenant.Hypervisor;
}
