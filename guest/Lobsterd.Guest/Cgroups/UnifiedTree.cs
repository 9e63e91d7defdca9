using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Cgroups;

/// <summary>The guest's cgroup tree at its usual place; we ourselves live in its root.</summary>
internal sealed class UnifiedTree(string root) : ICgroupTree
{
    /// <summary>Where init mounts it.</summary>
    internal const string UsualRoot = "/sys/fs/cgroup";

    /// <inheritdoc/>
    public Result<Cgroup?, LobsterError> Take(string name)
    {
        var folder = Path.Combine(root, name);
        try
        {
            _ = Directory.CreateDirectory(folder);
            return new Cgroup(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(CgroupErrors.Refused, exception.Message);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Cgroup> All() => [.. Directory.EnumerateDirectories(root).Select(folder => new Cgroup(folder))];
}
