using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Cgroups;

/// <summary>No cgroups: what was started is ended by its session alone.</summary>
internal sealed class NoTree : ICgroupTree
{
    /// <inheritdoc/>
    public Result<Cgroup?, LobsterError> Take(string name) => default(Cgroup);

    /// <inheritdoc/>
    public IReadOnlyList<Cgroup> All() => [];
}
