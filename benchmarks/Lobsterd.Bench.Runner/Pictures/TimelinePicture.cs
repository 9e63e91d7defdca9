using System.Security;
using System.Text;
using static System.FormattableString;

namespace Lobsterd.Bench.Runner.Pictures;

/// <summary>Timelines as an SVG: one below the other, each with a lane for every step, and each as wide as the picture.</summary>
/// <param name="isOurs">Whether a step is lobsterd's own work; else the machine or its guest was waited for.</param>
public sealed class TimelinePicture(Func<string, bool> isOurs)
{
    private const int Width = 900;
    private const int Names = 110;
    private const int Numbers = 90;
    private const int Lane = 18;
    private const int Bar = 12;
    private const int Heading = 34;
    private const int Margin = 16;
    private const double ThinnestBar = 1.5;

    private const string Ours = "#2563eb";
    private const string Theirs = "#9ca3af";

    /// <summary>Draws them.</summary>
    /// <param name="timelines">From top to bottom.</param>
    /// <param name="footer">A line at the bottom: where and when it was taken.</param>
    public string Draw(IReadOnlyList<Timeline> timelines, string footer)
    {
        var height = (2 * Margin) + (2 * Lane) + timelines.Sum(timeline => Heading + (timeline.Steps.Count * Lane));
        var svg = new StringBuilder();
        _ = svg.AppendLine(Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="system-ui, sans-serif" font-size="12" fill="#111827">"""));
        _ = svg.AppendLine("""<rect width="100%" height="100%" fill="#ffffff"/>""");
        _ = svg.AppendLine(Key(Margin, Ours, "lobsterd's own work") + Key(Margin + 170, Theirs, "the machine and its guest"));

        var y = Margin + Lane;
        foreach (var timeline in timelines)
        {
            y += Heading;
            _ = svg.AppendLine(Text(Margin, y - 10, $"{timeline.Title}: {Milliseconds(timeline.WholeMs)}", "font-weight=\"600\" font-size=\"13\""));
            foreach (var step in timeline.Steps)
            {
                _ = svg.AppendLine(Row(timeline, step, y));
                y += Lane;
            }
        }

        _ = svg.AppendLine(Text(Margin, y + Lane, footer, "fill=\"#6b7280\""));
        return svg.AppendLine("</svg>").ToString();
    }

    private string Row(Timeline timeline, TimelineStep step, int y)
    {
        var scale = (Width - (2 * Margin) - Names - Numbers) / timeline.WholeMs;
        var (x, width) = (Margin + Names + (step.StartMs * scale), Math.Max(ThinnestBar, step.ElapsedMs * scale));
        return Text(Margin, y + Bar - 2, step.Name, "")
            + Invariant($"""<rect x="{x:0.0}" y="{y}" width="{width:0.0}" height="{Bar}" rx="2" fill="{(isOurs(step.Name) ? Ours : Theirs)}"/>""")
            + Text(x + width + 6, y + Bar - 2, Milliseconds(step.ElapsedMs), "fill=\"#6b7280\"");
    }

    private static string Key(int x, string colour, string words) =>
        Invariant($"""<rect x="{x}" y="{Margin}" width="{Bar}" height="{Bar}" rx="2" fill="{colour}"/>""") + Text(x + Bar + 6, Margin + Bar - 2, words, "");

    private static string Text(double x, double y, string words, string attributes) =>
        Invariant($"""<text x="{x:0.0}" y="{y:0}" {attributes}>{SecurityElement.Escape(words)}</text>""");

    private static string Milliseconds(double value) => Invariant($"{value:0.#} ms");
}
