namespace Lobsterd.Linux.Trees;

/// <summary>What an entry of the stream is.</summary>
internal enum TreeKind : byte
{
    /// <summary>No more comes.</summary>
    End = 0,

    /// <summary>A folder; what follows is in it.</summary>
    Folder = 1,

    /// <summary>A file; its pieces follow.</summary>
    File = 2,

    /// <summary>The folder that was entered last is over.</summary>
    Up = 3,

    /// <summary>Something was left out; its mode is a <see cref="Files.FileKind"/>.</summary>
    Passed = 4,
}
