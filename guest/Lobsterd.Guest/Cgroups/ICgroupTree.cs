using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Cgroups;

/// <summary>Where groups for what we start come from. In process mode there are none: the host's tree is not ours.</summary>
internal interface ICgroupTree
{
    /// <summary>A group of that name, made if it is not there; null where there are no cgroups.</summary>
    /// <error code="guest.cgroup.refused">The kernel refused.</error>
    Result<Cgroup?, LobsterError> Take(string name);

    /// <summary>Every group that there is.</summary>
    IReadOnlyList<Cgroup> All();
}
