using System.Globalization;
using System.Text;

namespace Lobsterd.Host.Agent;

/// <summary>Words of a guest, made fit for a message: bounded, and without anything that moves a terminal's cursor or hides text.</summary>
internal static class GuestText
{
    /// <summary>Most characters of a guest that a message shows.</summary>
    internal const int MostCharacters = 256;

    /// <summary>The text in quotation marks; control, format, private and broken characters become <c>\u{hex}</c>.</summary>
    internal static string Quote(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MostCharacters) + 8).Append('"');
        var left = MostCharacters;
        foreach (var rune in text.EnumerateRunes())
        {
            if (left-- == 0) return shown.Append("…\"").ToString();
            _ = IsPlain(rune) ? shown.Append(rune.ToString()) : shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return shown.Append('"').ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value is not ('"' or '\\') && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
