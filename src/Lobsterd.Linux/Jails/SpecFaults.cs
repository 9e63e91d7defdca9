namespace Lobsterd.Linux.Jails;

/// <summary>What can be wrong with one value of a spec, in words; null when nothing is.</summary>
internal static class SpecFaults
{
    private const int LongestText = 32 * 1024;

    internal static string? Path(string member, string path)
    {
        if (Text(path) is { } fault) return $"{member}: {fault}";
        var isNormal = path == "/" || (path.StartsWith('/') && path[1..].Split('/').All(part => part is not ("" or "." or "..")));
        return isNormal ? null : $"{member}: {path} is not an absolute, normal path";
    }

    internal static string? Text(string text) =>
        text.Length > LongestText ? $"a text is longer than {LongestText}"
        : text.Contains('\0', StringComparison.Ordinal) ? "a text holds a NUL"
        : null;

    internal static string? Count(string member, int count, int most) => count > most ? $"{member}: more than {most}" : null;

    internal static string? Id(string member, uint id) => id is 0 or uint.MaxValue ? $"{member}: {id} is not an id of a VMM" : null;
}
