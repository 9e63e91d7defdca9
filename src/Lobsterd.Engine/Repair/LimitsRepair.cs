using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Repair;

/// <summary>Puts the tenant's processes back under its limits.</summary>
public sealed class LimitsRepair(IVmLimits limits) : TenantRepair(HealthRepairs.Limits)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken) => Task.FromResult(limits.Ensure(tenant));
}
