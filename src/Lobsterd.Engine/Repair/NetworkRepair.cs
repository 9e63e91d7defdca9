using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Repair;

/// <summary>Makes TAP and firewall elements of a tenant as planned.</summary>
public sealed class NetworkRepair(ITenantNetwork network) : TenantRepair(HealthRepairs.Network)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken) =>
        network.AttachAsync(AttachNetworkInput.Of(tenant), cancellationToken);
}
