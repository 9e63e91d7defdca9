using System.Globalization;
using System.Text;

namespace Lobsterd.Domain.Errors;

/// <summary>Foreign words made fit for a message: bounded, and without anything that moves a terminal's cursor, reverses or hides text.</summary>
public static class PlainText
{
    /// <summary>The text with every control, format, private, unassigned or broken character spelt as <c>\u{hex}</c>, cut with an ellipsis.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">Most characters of it that are shown.</param>
    /// <param name="alsoSpelt">Further characters to spell out, such as the quotation marks around it.</param>
    public static string Of(string text, int most, string alsoSpelt = "")
    {
        var shown = new StringBuilder(Math.Min(text.Length, most) + 1);
        var left = most;
        foreach (var rune in text.EnumerateRunes())
        {
            if (left-- == 0) return shown.Append('…').ToString();
            _ = IsPlain(rune) && !alsoSpelt.Contains(rune.ToString(), StringComparison.Ordinal)
                ? shown.Append(rune.ToString())
                : shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return shown.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
