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
    public override async Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var none, out var driver)) return none;

        // A VMM has long to let its processors run: one that does not even say how it is would be waited for in vain, with its tenant down.
        if ((await driver.AreCpusRunningAsync(tenant.Owner, cancellationToken)).TryGetError(out var hung)) return hung;
        return await driver.ResumeAsync(tenant.Owner, cancellationToken);
    }
}
