using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Trees;

/// <summary>Where a tree goes: a folder that is there, and the one name in it that the tree gets.</summary>
public sealed record TreeTarget
{
    private TreeTarget(string folder, string name) => (Folder, Name) = (folder, name);

    /// <summary>The folder; nothing outside it is ever touched.</summary>
    public string Folder { get; }

    /// <summary>The name in it.</summary>
    public string Name { get; }

    /// <summary>Takes a path as cp(1) does: into a folder that is there, else under the path's own last name.</summary>
    /// <param name="path">What a person named; links in it are followed.</param>
    /// <param name="name">What the tree is called where the path is a folder; null when it has no name.</param>
    /// <error code="tree.path.missing">There is no folder that it could go into.</error>
    /// <error code="tree.target.refused">The path ends in no name, and none is known.</error>
    public static Result<TreeTarget, LobsterError> Of(string path, string? name)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return name is not null && TreeName.IsSound(name) ? new TreeTarget(full, name) : new LobsterError(TreeErrors.TargetRefused, $"{path} is a folder, and what comes has no name", "name the target itself");
        if (path.EndsWith('/') || TreeName.LastOf(full) is not { } last || Path.GetDirectoryName(full) is not { } folder || !Directory.Exists(folder))
            return new LobsterError(TreeErrors.Missing, $"there is no folder for {path}");
        return new TreeTarget(folder, last);
    }

    internal Result<Fd, LobsterError> Open() =>
        Fd.Open(Folder, OpenFlags.ReadOnly | OpenFlags.Directory).TryGetError(out var error, out var folder) ? new LobsterError(TreeErrors.Failed, error.Message) : folder;
}
