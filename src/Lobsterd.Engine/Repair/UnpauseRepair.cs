using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Engine.Repair;

/// <summary>Lets the VM's processors run.</summary>
public sealed class UnpauseRepair(HypervisorSet hypervisors) : TenantRepair(HealthRepairs.Unpause)
{
    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken) =>
        hypervisors.Of(tenant.Hypervisor).TryGetError(out var none, out var driver) ? none : await driver.ResumeAsync(tenant.Owner, cancellationToken);
}
