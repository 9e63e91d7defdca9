using Lobsterd.Domain.Edge;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Traffic;

namespace Lobsterd.Edge.Routing;

/// <summary>Makes routes live.</summary>
/// <param name="bounds">Timeouts and sizes.</param>
/// <param name="total">Where every passage is counted.</param>
/// <param name="desk">Where those wait whose tenant sleeps.</param>
/// <param name="predecessors">What edges before this one have under way.</param>
/// <param name="events">Who is told of troubles.</param>
/// <param name="clock">Tells seconds apart.</param>
internal sealed class LiveRoutes(GuestBounds bounds, TrafficTotal total, HoldDesk desk, Predecessors predecessors, EventHub events, TimeProvider clock)
{
    /// <summary>Makes a route live.</summary>
    /// <param name="plan">The route.</param>
    /// <param name="former">The tenant's route until now, whose gate is kept; null when it had none.</param>
    public LiveRoute New(EdgeRoute plan, LiveRoute? former) => new(
        plan,
        former?.Traffic ?? new TenantTraffic(plan.Tenant, bounds.MaxInFlight, total, desk, predecessors),
        former?.Notices ?? new TenantNotices(plan.Tenant, events, clock),
        bounds);
}
