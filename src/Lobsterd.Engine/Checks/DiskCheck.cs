using Lobsterd.Domain.Health;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the tenant's disk is there, whole, and its user's alone.</summary>
public sealed class DiskCheck(IDiskReadings disks) : TenantCheck(HealthChecks.Disk)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken) =>
        Task.FromResult(Observation.Of(disks.FaultsOf(new EnsureOverlayInput(tenant.Owner, tenant.DiskBytes)), "it is there, and its user's"));
}
