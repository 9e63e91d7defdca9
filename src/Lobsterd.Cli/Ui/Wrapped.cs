namespace Lobsterd.Cli.Ui;

/// <summary>Long sentences on narrow screens.</summary>
internal static class Wrapped
{
    private const int Narrowest = 20;

    /// <summary>A text in lines that are not wider than a screen, broken between words; a word that is wider alone is cut.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="indent">What every line but the first begins with.</param>
    internal static IEnumerable<string> Lines(string text, int width, string indent)
    {
        width = Math.Max(width, Narrowest);
        while (text.Length > width)
        {
            var blank = text.LastIndexOf(' ', width);
            var isBetweenWords = blank > 0 && text.AsSpan(0, blank).Trim(' ').Length > 0;
            var end = isBetweenWords ? blank : width;
            yield return text[..end].TrimEnd(' ');
            text = indent + text[end..].TrimStart(' ');
        }

        yield return text;
    }
}
