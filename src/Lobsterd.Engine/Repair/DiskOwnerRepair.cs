using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Repair;

/// <summary>Gives the disk's file back to the tenant's user.</summary>
public sealed class DiskOwnerRepair(IDiskReadings disks) : TenantRepair(HealthRepairs.DiskOwner)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken) => Task.FromResult(disks.TakeBack(tenant.Owner));
}
