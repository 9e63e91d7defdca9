using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>What is evicted, and how.</summary>
/// <param name="Tenant">The entry when the eviction began.</param>
/// <param name="Graceful">Whether the guest is asked to shut down first.</param>
public sealed record EvictPlan(Tenant Tenant, bool Graceful)
{
    /// <summary>Whether the snaps of its disk outlive it.</summary>
    public bool KeepsSnaps { get; init; }
}
