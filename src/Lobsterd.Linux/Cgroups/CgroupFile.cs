using System.Globalization;

namespace Lobsterd.Linux.Cgroups;

/// <summary>The small files of cgroup folders.</summary>
internal static class CgroupFile
{
    internal static bool TryWrite(string folder, string file, string text)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, file), text);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal static string? TryRead(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The number that is the file's whole content.</summary>
    internal static long? Number(string folder, string file) => Parse(TryRead(folder, file));

    /// <summary>The number behind a key in a file of <c>key number</c> lines.</summary>
    internal static long? Number(string folder, string file, string key) =>
        Parse(TryRead(folder, file)?.Split('\n').FirstOrDefault(line => line.StartsWith($"{key} ", StringComparison.Ordinal))?[(key.Length + 1)..]);

    /// <summary>The numbers of a file with one a line.</summary>
    internal static IReadOnlyList<int> Numbers(string folder, string file) =>
        [.. (TryRead(folder, file) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (int?)Parse(line)).OfType<int>()];

    private static long? Parse(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
