using System.Globalization;
using Lobsterd.Cli.Ui;
using Spectre.Console;

namespace Lobsterd.Cli.Tank;

/// <summary>Draws a model: a pure function of it and of the screen's size.</summary>
internal static class TankScreen
{
    private const int Frame = 3;    // the summary, the table's head, the last line

    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Bright = new(decoration: Decoration.Bold);
    private static readonly Style Chosen = new(decoration: Decoration.Invert);

    private static readonly string[] Keys =
    [
        "↑ ↓ j k    select a tenant; PgUp, PgDn, Home and End go further",
        "Enter      its checks, events and last lines; Esc goes back",
        "l          its lines",
        "m          molt it: check, repair, check again",
        "e          evict it, after asking",
        "s          sort by the next of name, state, cpu, memory, network, requests",
        "/          filter by name, state, image or URL; Enter keeps it, Esc drops it",
        "?          this",
        "q Ctrl-C   quit",
    ];

    /// <summary>The lines of the screen, as many as it has, none longer than it is wide.</summary>
    internal static IReadOnlyList<IReadOnlyList<TankSpan>> Draw(TankModel model, int width, int height)
    {
        var lines = new List<IReadOnlyList<TankSpan>> { Summary(model) };
        var room = Math.Max(0, height - Frame);
        switch (model.Mode)
        {
            case TankMode.Help:
                lines.Add([]);
                lines.AddRange(Keys.Take(room).Select(key => (IReadOnlyList<TankSpan>)[TankSpan.Plain(key)]));
                break;
            case TankMode.Details when model.Current is { } row:
                lines.AddRange(TankDetails.Draw(model, row, room + 1));
                break;
            case TankMode.Logs when model.Current is { } row:
                lines.Add([new($"{row.Name}: lines", Bright)]);
                lines.AddRange(model.Lines.TakeLast(room).Select(TankDetails.LineOf));
                break;
            default:
                lines.AddRange(Table(model, width, room));
                break;
        }

        while (lines.Count < height - 1) lines.Add([]);
        lines.Add(LastLine(model));
        return [.. lines.Select(line => Cut(line, width))];
    }

    private static List<TankSpan> Summary(TankModel model)
    {
        var cpu = model.Rows.Sum(row => row.Cpu ?? 0);
        var memory = model.Rows.Sum(row => row.Usage.Stats.MemoryBytes ?? 0);
        var line = new List<TankSpan> { new("lobsterd", Bright), TankSpan.Plain(string.Create(CultureInfo.InvariantCulture, $"  {model.Rows.Length} tenants by {TankModel.Sorts[model.Sort]}")) };
        foreach (var state in model.Rows.GroupBy(row => row.Usage.Tenant.State).OrderBy(state => state.Key, StringComparer.Ordinal))
            line.Add(new(string.Create(CultureInfo.InvariantCulture, $"  {state.Count()} {state.Key}"), WordStyles.Of(state.Key)));
        line.Add(TankSpan.Plain(string.Create(CultureInfo.InvariantCulture, $"  cpu {cpu * 100:0}%  mem {Amounts.OfBytes(memory)}")));
        if (model.Filter.Length > 0) line.Add(new($"  /{model.Filter}", new Style(Color.Yellow)));
        return line;
    }

    private static IEnumerable<IReadOnlyList<TankSpan>> Table(TankModel model, int width, int room)
    {
        var shown = model.Shown;
        var at = model.Current is { } current ? shown.IndexOf(current) : 0;
        var first = Math.Clamp(at - (room / 2), 0, Math.Max(0, shown.Length - room));
        var visible = shown.Skip(first).Take(room).ToList();
        var columns = TankColumn.Fit(visible, width);
        yield return [new(string.Join(' ', columns.Select(fitted => Pad(fitted.Column, fitted.Column.Title, fitted.Width))).PadRight(width), Dim)];
        foreach (var row in visible)
        {
            var isChosen = ReferenceEquals(row, model.Current);
            var line = new List<TankSpan>();
            foreach (var (column, columnWidth) in columns)
            {
                if (line.Count > 0) line.Add(new(" ", isChosen ? Chosen : Style.Plain));
                var cell = column.Cell(row);
                line.Add(new(Pad(column, cell.Text, columnWidth), isChosen ? Chosen : cell.Style));
            }

            yield return line;
        }

        if (shown.Length == 0) yield return Cut([new(model.Rows.Length == 0 ? "no tenants; lobsterd spawn NAME makes one" : "no tenant fits the filter", Dim)], width);
    }

    private static List<TankSpan> LastLine(TankModel model) => model.Mode switch
    {
        TankMode.Filter => [new($"filter: {model.Filter}▏", Bright)],
        TankMode.Evict => [new($"Evict {model.Selected}? Its disk is removed. [y/N]", new Style(Color.Red, decoration: Decoration.Bold))],
        _ when model.Note.Length > 0 => [new(GuestText.Of(model.Note, hasColour: false), new Style(model.IsBad ? Color.Red : Color.Yellow))],
        TankMode.Details or TankMode.Logs or TankMode.Help => [new("Esc back  ↑↓ select  m molt  l logs  e evict  q quit", Dim)],
        _ => [new("↑↓ select  ⏎ details  l logs  m molt  e evict  s sort  / filter  ? help  q quit", Dim)],
    };

    private static string Pad(TankColumn column, string text, int width)
    {
        var cut = text.Length > width ? $"{text[..Math.Max(0, width - 1)]}…" : text;
        return column.IsNumber ? cut.PadLeft(width) : cut.PadRight(width);
    }

    private static List<TankSpan> Cut(IReadOnlyList<TankSpan> line, int width)
    {
        var cut = new List<TankSpan>();
        foreach (var span in line)
        {
            if (width <= 0) break;
            cut.Add(span.Text.Length > width ? span with { Text = span.Text[..width] } : span);
            width -= span.Text.Length;
        }

        return cut;
    }
}
