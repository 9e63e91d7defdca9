using System.Security;
using System.Text;
using static System.FormattableString;

namespace Lobsterd.Bench.Runner.Pictures;

/// <summary>A terminal's screen as an SVG.</summary>
public static class TerminalPicture
{
    private const double Cell = 8.4;
    private const int Line = 18;
    private const int Margin = 16;
    private const int Baseline = 13;

    private const string Ground = "#111827";
    private const string Writing = "#e5e7eb";
    private const string Dim = "#9ca3af";

    // xterm's sixteen, in tones that can be read on the ground.
    private static readonly string[] Colours =
    [
        "#6b7280", "#f87171", "#4ade80", "#facc15", "#60a5fa", "#e879f9", "#22d3ee", "#e5e7eb",
        "#9ca3af", "#fca5a5", "#86efac", "#fde047", "#93c5fd", "#f0abfc", "#67e8f9", "#ffffff",
    ];

    /// <summary>Draws what a screen shows, as high as it is filled.</summary>
    public static string Draw(TerminalScreen screen)
    {
        var lines = screen.Lines;
        var (width, height) = ((2 * Margin) + (screen.Columns * Cell), (2 * Margin) + (lines.Count * Line));
        var svg = new StringBuilder();
        _ = svg.AppendLine(Invariant(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height}" font-family="ui-monospace, 'DejaVu Sans Mono', monospace" font-size="14" fill="{Writing}">"""));
        _ = svg.AppendLine(Invariant($"""<rect width="100%" height="100%" rx="8" fill="{Ground}"/>"""));
        for (var row = 0; row < lines.Count; row++)
            foreach (var (column, text, style) in lines[row]) _ = svg.AppendLine(Run(Margin + (column * Cell), Margin + (row * Line), text, style));
        return svg.AppendLine("</svg>").ToString();
    }

    // Told how long it is, so that columns stand below each other in whatever font there is.
    private static string Run(double x, int y, string text, TerminalStyle style)
    {
        var length = text.Length * Cell;
        var colour = style.Colour is { } number ? Colours[number] : style.IsDim ? Dim : Writing;
        var (ground, writing) = style.IsInverted ? (colour, Ground) : (null, colour);
        var box = ground is null ? "" : Invariant($"""<rect x="{x:0.0}" y="{y}" width="{length:0.0}" height="{Line}" fill="{ground}"/>""");
        var weight = style.IsBold ? " font-weight=\"700\"" : "";
        return box + Invariant(
            $"""<text x="{x:0.0}" y="{y + Baseline}" fill="{writing}"{weight} textLength="{length:0.0}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">{SecurityElement.Escape(text)}</text>""");
    }
}
