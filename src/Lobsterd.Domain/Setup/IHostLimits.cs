using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Setup;

/// <summary>Where the host keeps the limits of all VMs.</summary>
public interface IHostLimits
{
    /// <summary>Removes it, once no VM is left in it; absent already is success.</summary>
    /// <error code="cgroup.remove.busy">A VM is left.</error>
    UnitResult<LobsterError> Remove();
}
