using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;

namespace Lobsterd.Host.Images.Trees;

/// <summary>The files of an image as they shall be, by absolute path. Nothing is on disk yet.</summary>
internal sealed class ImageTree
{
    private static readonly TreeNode.Folder PlainFolder = new() { Mode = (UnixFileMode)0b111_101_101 };

    private readonly SortedDictionary<string, TreeNode> nodes = new(StringComparer.Ordinal);

    /// <summary>Everything but the root itself, folders before what is in them; the same tree has always the same order.</summary>
    public IEnumerable<KeyValuePair<string, TreeNode>> Nodes => nodes;

    /// <summary>What is at a path; null for nothing. Links are not followed.</summary>
    public TreeNode? Find(string path) => nodes.GetValueOrDefault(path);

    /// <summary>Puts something at a path, in place of what is there. Missing parents are made, 0755 and root's.</summary>
    /// <param name="path">As <see cref="ImagePath"/> rules it.</param>
    /// <param name="node">What it shall be.</param>
    /// <error code="image.recipe.invalid">A parent is no folder, or a folder that holds something would be replaced by something else.</error>
    public UnitResult<LobsterError> Set(string path, TreeNode node)
    {
        if (EnsureParents(path).TryGetError(out var error)) return error;
        if (node is not TreeNode.Folder && nodes.GetValueOrDefault(path) is TreeNode.Folder && HasChildren(path))
            return Refused($"{path} is a folder that holds something, and nothing else may take its place");
        nodes[path] = node;
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Makes a folder where nothing is yet; what is there stays.</summary>
    /// <error code="image.recipe.invalid">Something else than a folder is there.</error>
    public UnitResult<LobsterError> EnsureFolder(string path, UnixFileMode mode) => Find(path) switch
    {
        null => Set(path, PlainFolder with { Mode = mode }),
        TreeNode.Folder => UnitResult.Success<LobsterError>(),
        _ => Refused($"{path} must be a folder"),
    };

    /// <summary>Takes out a file or link. Absent already is fine, and folders stay.</summary>
    public void Remove(string path)
    {
        if (Find(path) is not TreeNode.Folder) _ = nodes.Remove(path);
    }

    /// <summary>The text of a small file; null when there is no such file.</summary>
    public string? ReadText(string path)
    {
        if (Find(path) is not TreeNode.File file) return null;
        using var reader = new StreamReader(file.Content.Open());
        return reader.ReadToEnd();
    }

    private UnitResult<LobsterError> EnsureParents(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var parent = path[..slash];
            if (!nodes.TryGetValue(parent, out var node)) nodes[parent] = PlainFolder;
            else if (node is not TreeNode.Folder) return Refused($"{path} cannot be put into the image: {parent} is no folder there");
        }

        return UnitResult.Success<LobsterError>();
    }

    private bool HasChildren(string folder) => nodes.Keys.Any(path => path.StartsWith(folder + '/', StringComparison.Ordinal));

    private static LobsterError Refused(string message) => new(ImageErrors.RecipeInvalid, message);
}
