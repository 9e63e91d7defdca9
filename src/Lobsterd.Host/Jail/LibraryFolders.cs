namespace Lobsterd.Host.Jail;

/// <summary>Where this host's dynamic loader looks for libraries: what <c>ld.so.conf</c> names (ldconfig(8)), then the folders built into it.</summary>
internal static class LibraryFolders
{
    private const int DeepestInclude = 8;

    private static readonly string[] BuiltIn =
        ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"];

    /// <summary>The folders that exist, in the order of the search.</summary>
    internal static IReadOnlyList<string> Find() =>
        [.. Configured("/etc/ld.so.conf", 0).Concat(BuiltIn).Distinct(StringComparer.Ordinal).Where(Directory.Exists)];

    private static IEnumerable<string> Configured(string file, int depth)
    {
        if (depth > DeepestInclude || !File.Exists(file)) yield break;
        foreach (var line in File.ReadLines(file).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
        {
            if (!line.StartsWith("include", StringComparison.Ordinal))
            {
                yield return line;
                continue;
            }
            var pattern = Path.Combine(Path.GetDirectoryName(file)!, line["include".Length..].Trim());
            foreach (var folder in Included(pattern).SelectMany(included => Configured(included, depth + 1))) yield return folder;
        }
    }

    private static IEnumerable<string> Included(string pattern) =>
        Path.GetDirectoryName(pattern) is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)
            : [];
}
