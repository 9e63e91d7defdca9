using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;
using Lobsterd.Linux.Cgroups;

namespace Lobsterd.Host.Jail;

/// <summary>The tree of VMMs' cgroups as a whole; its folders are made by the first VM.</summary>
public sealed class CgroupLimitsRoot(CgroupTree tree) : IHostLimits
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Missing => tree.Missing;

    /// <inheritdoc/>
    public UnitResult<LobsterError> Remove() => tree.Remove();
}
