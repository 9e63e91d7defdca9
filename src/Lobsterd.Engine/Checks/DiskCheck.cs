using Lobsterd.Domain.Health;
using Lobsterd.Domain.Storage;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the tenant's disk is there, whole, and its user's alone.</summary>
public sealed class DiskCheck(IDiskReadings disks) : TenantCheck(HealthChecks.Disk)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken) =>
        Task.FromResult(Observation.Of(disks.FaultsOf(new EnsureOverlayInput(look.Tenant.Owner, look.Tenant.DiskBytes)), "it is there, and its user's"));
}
