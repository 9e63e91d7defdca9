using System.Text;
using System.Text.RegularExpressions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Ui;

/// <summary>A line that a guest wrote, made fit for a terminal: colours stay where they are wanted, everything else that could move the cursor or
/// hide text is spelt out.</summary>
internal static partial class GuestText
{
    private const int Longest = 1 << 20;
    private const string Reset = "\e[0m";

    internal static string Of(string line, bool hasColour)
    {
        if (!Colour().IsMatch(line)) return Plain(line);
        var shown = new StringBuilder(line.Length);
        var end = 0;
        foreach (var colour in Colour().EnumerateMatches(line))
        {
            _ = shown.Append(Plain(line[end..colour.Index]));
            if (hasColour) _ = shown.Append(line, colour.Index, colour.Length);
            end = colour.Index + colour.Length;
        }

        _ = shown.Append(Plain(line[end..]));
        return hasColour ? shown.Append(Reset).ToString() : shown.ToString();
    }

    private static string Plain(string text) => string.Join('\t', text.TrimEnd('\r').Split('\t').Select(part => PlainText.Of(part, Longest)));

    // "Select graphic rendition" of ECMA-48.
    [GeneratedRegex(@"\x1b\[[0-9;]{0,32}m", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();
}
