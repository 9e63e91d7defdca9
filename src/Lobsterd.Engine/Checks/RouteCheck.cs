using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Health;
using Lobsterd.Engine.Commands.Spawn;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the edge leads requests to the tenant's guest.</summary>
public sealed class RouteCheck(IFrontReadings front, SpawnSaga routes) : TenantCheck(HealthChecks.Route)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        var tenant = look.Tenant;
        if ((await front.FindRouteAsync(tenant.Name, cancellationToken)).TryGetError(out var error, out var found)) return Observation.Unknown(error.FullMessage);
        var planned = routes.RouteOf(tenant);
        if (found is null) return Observation.Failed("the edge has no route to it");
        return found with { Publish = planned.Publish } == planned && found.Publish.SequenceEqual(planned.Publish)
            ? Observation.Healthy($"{planned.Host} leads to {planned.Address}:{planned.Port}")
            : Observation.Failed($"the edge leads {found.Host} to {found.Address}:{found.Port}{PortsOf(found)}, not {planned.Host} to {planned.Address}:{planned.Port}{PortsOf(planned)}");
    }

    private static string PortsOf(EdgeRoute route) =>
        (route.Parked ? ", asleep" : "") + (route.Publish.Count == 0 ? "" : $" with {string.Join(' ', route.Publish.Select(port => $"{port.HostPort}:{port.GuestPort}"))}");
}
