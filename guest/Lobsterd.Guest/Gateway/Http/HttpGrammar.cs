using System.Buffers;
using System.Globalization;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>The few productions of RFC 9110 and 9112 that the parser asks for.</summary>
internal static class HttpGrammar
{
    private const int MostLengthDigits = 18;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>A method or a field's name.</summary>
    internal static bool IsToken(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAnyExcept(TokenBytes);

    /// <summary>A field's value: spaces, tabs and everything visible; no control character, so no bare CR, LF or NUL.</summary>
    internal static bool IsFieldValue(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            if (b is < 0x20 and not (byte)'\t' or 0x7F) return false;
        return true;
    }

    /// <summary>A request target: visible ASCII without spaces.</summary>
    internal static bool IsTarget(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E);

    /// <summary>A body's length: digits alone, no sign, no list.</summary>
    internal static bool TryParseLength(string text, out long length)
    {
        length = 0;
        return text.Length is > 0 and <= MostLengthDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length);
    }
}
