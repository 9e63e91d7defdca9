using System.Security.Cryptography;

namespace Lobsterd.Host.Images;

/// <summary>The names of things in the stores: SHA-256 of what they hold, 64 lower-case hexadecimal digits.</summary>
internal static class ContentHash
{
    /// <summary>Number of digits.</summary>
    public const int Length = 64;

    /// <summary>Fewest digits that may stand for a hash.</summary>
    public const int ShortestPrefix = 8;

    /// <summary>Whether a text is a whole hash.</summary>
    public static bool IsHash(string text) => text.Length == Length && IsHex(text);

    /// <summary>Whether a text can be the beginning of a hash, long enough to mean it.</summary>
    public static bool IsPrefix(string text) => text.Length is >= ShortestPrefix and <= Length && IsHex(text);

    /// <summary>Hash of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Hash of a file.</summary>
    /// <exception cref="IOException">It could not be read.</exception>
    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static bool IsHex(string text) => text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
