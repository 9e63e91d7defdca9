using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Health;

/// <summary>The limits of tenants' VMMs, read back and set again.</summary>
public interface IVmLimits
{
    /// <summary>What is wrong with the limits of a tenant's running VMM; none when nothing is, and for a driver that keeps none.</summary>
    IReadOnlyList<string> FaultsOf(Tenant tenant);

    /// <summary>Makes the cgroup with its limits and puts the tenant's processes into it.</summary>
    /// <error code="cgroup.create.failed">It could not be made.</error>
    /// <error code="cgroup.join.failed">A process could not be moved.</error>
    UnitResult<LobsterError> Ensure(Tenant tenant);
}
