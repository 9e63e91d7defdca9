using System.Net;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Traffic;

namespace Lobsterd.Tests.Unit.Edge;

/// <summary>Routes for tests.</summary>
internal static class EdgeRoutes
{
    public static EdgeRoute Plan(string tenant, string? host = null, string address = "127.0.0.1", int port = 9000, params int[] publish) => new(
        TenantName.Parse(tenant).Value, host ?? $"{tenant}.lobster.localhost", IPAddress.Parse(address), port,
        [.. publish.Select(hostPort => new PublishedPort(hostPort, 22))]);

    public static LiveRoute Live(EdgeRoute plan) => Factory().New(plan, former: null);

    public static LiveRoutes Factory() =>
        new(new GuestBounds(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 65_536, 16), new TrafficTotal(), Desk(), Alone, new EventHub(), TimeProvider.System);

    /// <summary>No edge before this one.</summary>
    public static Predecessors Alone => new(expected: 0, TimeProvider.System);

    public static HoldDesk Desk(HoldBounds? bounds = null, EventHub? wakes = null, TimeProvider? clock = null) =>
        new(bounds ?? new HoldBounds(TimeSpan.FromSeconds(30), 100, 100, 60, 60), wakes ?? new EventHub(), clock ?? TimeProvider.System);
}
