using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Spawn;

namespace Lobsterd.Engine.Repair;

/// <summary>Tells the edge the tenant's route again.</summary>
public sealed class RouteRepair(IEdge edge, SpawnSaga routes) : TenantRepair(HealthRepairs.Route)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken) =>
        edge.PublishAsync(routes.RouteOf(tenant), cancellationToken);
}
