namespace Lobsterd.Linux.Files;

/// <summary>What a name in a folder is (S_IFMT of inode(7), shifted down).</summary>
public enum FileKind
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>A named pipe.</summary>
    Fifo = 1,

    /// <summary>A character device.</summary>
    CharacterDevice = 2,

    /// <summary>A folder.</summary>
    Folder = 4,

    /// <summary>A block device.</summary>
    BlockDevice = 6,

    /// <summary>A regular file.</summary>
    File = 8,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 10,

    /// <summary>A socket.</summary>
    Socket = 12,
}
