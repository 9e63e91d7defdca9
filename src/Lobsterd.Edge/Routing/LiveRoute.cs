using System.Net;
using Lobsterd.Domain.Edge;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Traffic;

namespace Lobsterd.Edge.Routing;

/// <summary>A route in use: what the service said, and what serves it.</summary>
/// <param name="plan">The route as it was published.</param>
/// <param name="traffic">The tenant's gate.</param>
/// <param name="notices">The tenant's troubles.</param>
/// <param name="bounds">Timeouts and sizes.</param>
internal sealed class LiveRoute(EdgeRoute plan, TenantTraffic traffic, TenantNotices notices, GuestBounds bounds)
{
    public EdgeRoute Plan => plan;

    public TenantTraffic Traffic => traffic;

    public TenantNotices Notices => notices;

    public GuestBounds Bounds => bounds;

    public GuestPool Pool { get; } = new(new IPEndPoint(plan.Address, plan.Port), bounds);

    /// <summary>Scheme, address and port, e.g. <c>http://10.66.0.2:9000</c>.</summary>
    public string Destination { get; } = $"http://{new IPEndPoint(plan.Address, plan.Port)}";

    /// <summary>Whether another plan says the same, so that nothing needs to change.</summary>
    public bool Serves(EdgeRoute other) =>
        plan.Tenant == other.Tenant && plan.Host == other.Host && plan.Address.Equals(other.Address) && plan.Port == other.Port
        && plan.Parked == other.Parked && plan.Publish.SequenceEqual(other.Publish);
}
