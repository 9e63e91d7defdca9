using System.Text;

namespace Lobsterd.Linux.Trees;

/// <summary>What may be the name of an entry.</summary>
public static class TreeName
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether it is one name of a file, and leads nowhere else.</summary>
    public static bool IsSound(string name) =>
        name.Length > 0 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\0') && Encoding.UTF8.GetByteCount(name) <= TreeLimits.MostNameBytes;

    /// <summary>The last name of a path; null where it has none that could be a file's.</summary>
    public static string? LastOf(string path) => Path.GetFileName(path.TrimEnd('/')) is { } name && IsSound(name) ? name : null;

    /// <summary>The name in these bytes; null when it is not sound.</summary>
    internal static string? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var name = Strict.GetString(bytes);
            return IsSound(name) ? name : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
