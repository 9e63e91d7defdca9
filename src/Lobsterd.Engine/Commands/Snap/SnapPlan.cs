using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>A snap that is to be taken.</summary>
/// <param name="Tenant">Its tenant when it was asked for.</param>
/// <param name="Draft">The snap, not yet sealed.</param>
public sealed record SnapPlan(Tenant Tenant, Domain.Snapshots.Snap Draft)
{
    /// <summary>Whether its guest writes to the disk now, so that it has to be held still.</summary>
    public bool IsRunning => Tenant.Observed == ObservedState.Running;
}
