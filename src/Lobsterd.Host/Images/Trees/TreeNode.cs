namespace Lobsterd.Host.Images.Trees;

/// <summary>One thing in an image's tree.</summary>
internal abstract record TreeNode
{
    /// <summary>No file of an image is newer: what a build makes would carry the time of the build, and no two builds would be alike.</summary>
    public static readonly DateTimeOffset Newest = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private TreeNode()
    {
    }

    /// <summary>Permission bits; those of a link say nothing.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>Owner.</summary>
    public uint UserId { get; init; }

    /// <summary>Group.</summary>
    public uint GroupId { get; init; }

    /// <summary>Time of the last change of content, whole seconds, never after <see cref="Newest"/>.</summary>
    public DateTimeOffset Modified { get; init => field = value < Newest ? value : Newest; } = Newest;

    /// <summary>A folder.</summary>
    public sealed record Folder : TreeNode;

    /// <summary>A regular file. Two paths with one node are one file with two names.</summary>
    public sealed record File : TreeNode
    {
        /// <summary>Its bytes.</summary>
        public required FileContent Content { get; init; }
    }

    /// <summary>A symbolic link.</summary>
    public sealed record Link : TreeNode
    {
        /// <summary>What it says.</summary>
        public required string Target { get; init; }
    }
}
