using System.Formats.Tar;

namespace Lobsterd.Host.Images.Trees;

/// <summary>Writes a tree as a tar archive. The same tree gives the same bytes.</summary>
internal static class TreeTar
{
    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">A file could not be read, or the archive not be written.</exception>
    public static async Task WriteAsync(ImageTree tree, Stream output, CancellationToken cancellationToken)
    {
        // The GNU form: the BCL puts its own process id into the extra headers of the pax form, and ustar holds no long names.
        await using var writer = new TarWriter(output, TarEntryFormat.Gnu, leaveOpen: true);
        var firstNames = new Dictionary<TreeNode, string>(ReferenceEqualityComparer.Instance);
        foreach (var (path, node) in tree.Nodes)
        {
            var name = path[1..];
            var isKnown = !firstNames.TryAdd(node, name) && node is TreeNode.File;
            await using var content = node is TreeNode.File file && !isKnown ? file.Content.Open() : null;
            var entry = new GnuTarEntry(TypeOf(node, isKnown), name)
            {
                Mode = node.Mode,
                Uid = (int)node.UserId,
                Gid = (int)node.GroupId,
                UserName = "",
                GroupName = "",
                ModificationTime = node.Modified,
                AccessTime = default,
                ChangeTime = default,
            };
            if (content is not null) entry.DataStream = content;
            if (node is TreeNode.Link link) entry.LinkName = link.Target;
            else if (isKnown) entry.LinkName = firstNames[node];
            await writer.WriteEntryAsync(entry, cancellationToken);
        }
    }

    private static TarEntryType TypeOf(TreeNode node, bool isKnown) => node switch
    {
        TreeNode.Folder => TarEntryType.Directory,
        TreeNode.Link => TarEntryType.SymbolicLink,
        _ => isKnown ? TarEntryType.HardLink : TarEntryType.RegularFile,
    };
}
