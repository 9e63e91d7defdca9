using System.Formats.Tar;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;

namespace Lobsterd.Host.Images.Trees;

/// <summary>Reads the tar archive of a distribution's base into a tree. The archive must stay where it is: the tree's files lie in it.</summary>
/// <remarks>Devices are left out, the kernel makes the guest's; so are extended attributes: what they could give a program, no_new_privs takes
/// away from every workload.</remarks>
internal static class BaseTar
{
    private const int MostEntries = 500_000;

    /// <summary>Reads it.</summary>
    /// <param name="path">Absolute path of the archive, not compressed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <error code="image.build.failed">It is no archive that we understand.</error>
    public static async Task<Result<ImageTree, LobsterError>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var tree = new ImageTree();
        try
        {
            await using var archive = File.OpenRead(path);
            await using var reader = new TarReader(archive);
            for (var count = 0; await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; count++)
            {
                if (count == MostEntries) return Failed(path, $"it holds more than {MostEntries} entries");
                if (PathOf(entry.Name) is not { } place) continue;
                if (!ImagePath.IsValid(place)) return Failed(path, $"'{entry.Name}' is no path of an image");
                if (NodeOf(entry, path, tree) is { } node && tree.Set(place, node).TryGetError(out var error)) return Failed(path, error.Message);
            }

            return tree;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            return Failed(path, failure.Message);
        }
    }

    // "./usr/bin/" is "/usr/bin"; "./" is the root, which a tree does not hold.
    private static string? PathOf(string name)
    {
        var path = '/' + (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name).Trim('/');
        return path == "/" ? null : path;
    }

    private static TreeNode? NodeOf(TarEntry entry, string archive, ImageTree tree) => entry.EntryType switch
    {
        TarEntryType.Directory => new TreeNode.Folder
        {
            Mode = entry.Mode,
            UserId = (uint)entry.Uid,
            GroupId = (uint)entry.Gid,
            Modified = WholeSeconds(entry),
        },
        TarEntryType.SymbolicLink => new TreeNode.Link { Mode = entry.Mode, Target = entry.LinkName, Modified = WholeSeconds(entry) },
        TarEntryType.RegularFile or TarEntryType.V7RegularFile => new TreeNode.File
        {
            Mode = entry.Mode,
            UserId = (uint)entry.Uid,
            GroupId = (uint)entry.Gid,
            Modified = WholeSeconds(entry),
            Content = entry.Length == 0 ? new FileContent.Inline(default) : new FileContent.OnDisk(archive, entry.DataOffset, entry.Length),
        },
        TarEntryType.HardLink => tree.Find(PathOf(entry.LinkName) ?? "/") as TreeNode.File ?? throw new InvalidDataException($"{entry.Name} is linked to nothing"),
        TarEntryType.CharacterDevice or TarEntryType.BlockDevice or TarEntryType.Fifo => null,
        _ => throw new InvalidDataException($"{entry.Name} is of type '{entry.EntryType}'"),
    };

    private static DateTimeOffset WholeSeconds(TarEntry entry) => DateTimeOffset.FromUnixTimeSeconds(entry.ModificationTime.ToUnixTimeSeconds());

    private static LobsterError Failed(string path, string fault) => new(ImageErrors.BuildFailed, $"the base {path}: {fault}");
}
