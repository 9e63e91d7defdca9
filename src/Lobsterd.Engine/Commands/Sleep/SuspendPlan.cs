using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Everything that is decided before a tenant falls asleep.</summary>
/// <param name="Tenant">The entry as it is while the tenant runs.</param>
/// <param name="Force">Whether what is under way at the edge is broken off.</param>
public sealed record SuspendPlan(Tenant Tenant, bool Force)
{
    /// <summary>What the guest is to stand still under while it sleeps; null in the plan of an earlier lobsterd.</summary>
    public byte[]? Nonce { get; init; }
}
