using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Setup;

/// <summary>Where the host keeps the limits of all VMs.</summary>
public interface IHostLimits
{
    /// <summary>The limits that this host cannot enforce, of <c>memory</c>, <c>pids</c> and <c>cpu</c>; none where it can enforce all.</summary>
    IReadOnlyList<string> Missing { get; }

    /// <summary>Removes it, once no VM is left in it; absent already is success.</summary>
    /// <error code="cgroup.remove.busy">A VM is left.</error>
    UnitResult<LobsterError> Remove();
}
