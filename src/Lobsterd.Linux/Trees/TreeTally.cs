namespace Lobsterd.Linux.Trees;

/// <summary>What has been copied so far; one writer, and readers who want to show it.</summary>
public sealed class TreeTally
{
    private readonly Lock gate = new();
    private readonly List<string> skipped = [];
    private long bytes;
    private int files;
    private int folders;
    private int skippedCount;

    /// <summary>Content of files.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Whole files.</summary>
    public int Files => Volatile.Read(ref files);

    /// <summary>Folders.</summary>
    public int Folders => Volatile.Read(ref folders);

    /// <summary>Things that were left out.</summary>
    public int SkippedCount => Volatile.Read(ref skippedCount);

    /// <summary>The first of them, each with what it is.</summary>
    public IReadOnlyList<string> Skipped
    {
        get
        {
            lock (gate) return [.. skipped];
        }
    }

    internal int Entries => Files + Folders + SkippedCount;

    internal long AddBytes(int count) => Interlocked.Add(ref bytes, count);

    internal void AddFile() => Interlocked.Increment(ref files);

    internal void AddFolder() => Interlocked.Increment(ref folders);

    internal void Skip(string name, Files.FileKind kind)
    {
        _ = Interlocked.Increment(ref skippedCount);
        lock (gate)
            if (skipped.Count < TreeLimits.MostSkippedNames) skipped.Add($"{name} ({WordOf(kind)})");
    }

    private static string WordOf(Files.FileKind kind) => kind switch
    {
        Lobsterd.Linux.Files.FileKind.Fifo => "a named pipe",
        Lobsterd.Linux.Files.FileKind.CharacterDevice or Lobsterd.Linux.Files.FileKind.BlockDevice => "a device",
        Lobsterd.Linux.Files.FileKind.Folder => "another file system",
        Lobsterd.Linux.Files.FileKind.SymbolicLink => "a symbolic link",
        Lobsterd.Linux.Files.FileKind.Socket => "a socket",
        _ => "unreadable",
    };
}
