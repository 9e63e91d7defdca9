namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>The host's files, or those of a picture of one.</summary>
/// <param name="root"><c>/</c>, or the folder that stands for it.</param>
public sealed class HostTree(string root)
{
    /// <summary>A file's text without white space around it; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(At(path)).Trim();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Names of a folder's files, sorted; none when there is no such folder.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<string> List(string path) =>
        Directory.Exists(At(path)) ? [.. Directory.EnumerateFileSystemEntries(At(path)).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Gives a setting another value.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path, string value) => File.WriteAllText(At(path), value);

    private string At(string path) => Path.Combine(root, path);
}
