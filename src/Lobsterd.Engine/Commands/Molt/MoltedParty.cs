using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>What a molt made of one tenant, or of what all share.</summary>
/// <param name="Before">How it was.</param>
/// <param name="Repairs">What was done, in order; in a dry run, what would be.</param>
/// <param name="After">How it is; in a dry run as before.</param>
public sealed record MoltedParty(CheckReport Before, IReadOnlyList<DoneRepair> Repairs, CheckReport After)
{
    /// <summary>Whose; null for what all share.</summary>
    public TenantName? Tenant => Before.Tenant;

    /// <summary>Whether everything is healthy now.</summary>
    public bool IsHealthy => After.IsHealthy;
}
