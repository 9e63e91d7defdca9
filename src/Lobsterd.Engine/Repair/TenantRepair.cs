using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Repair;

/// <summary>One act on a tenant that may make a failed check healthy.</summary>
public abstract class TenantRepair(HealthRepair about)
{
    /// <summary>Which it is.</summary>
    public HealthRepair About => about;

    /// <summary>Does it; what is right already stays untouched.</summary>
    public abstract Task<UnitResult<LobsterError>> DoAsync(Tenant tenant, CancellationToken cancellationToken);
}
