using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lobsterd.Cli.Ui;

/// <summary>A table without lines, for people and for awk: columns that do not fit are left out, the least important first; the last one left wraps.</summary>
internal sealed class FittedTable(params IReadOnlyList<FittedColumn> columns)
{
    private const int Gap = 2;

    private readonly List<IReadOnlyList<string>> rows = [];

    /// <summary>What a person is told in place of a table without rows; a program gets the head alone.</summary>
    internal required string WhenEmpty { get; init; }

    /// <summary>Adds a row, a cell for each column.</summary>
    internal void Add(params IReadOnlyList<string> cells) => rows.Add(cells);

    /// <summary>Writes it to standard output.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="styleOf">How a cell looks, by its text, in columns that are coloured.</param>
    internal void Write(Screen screen, Func<string, Style> styleOf)
    {
        if (rows.Count == 0 && screen.IsOutTerminal)
        {
            screen.Out.Write($"{WhenEmpty}\n");
            return;
        }

        var shown = Fit(screen.Width);
        var table = new Table().NoBorder();
        foreach (var column in shown)
        {
            var cells = new TableColumn(new Text(columns[column].Title)) { Padding = new Padding(0, 0, column == shown[^1] ? 0 : Gap, 0), NoWrap = !columns[column].MayWrap };
            _ = table.AddColumn(cells);
        }

        foreach (var row in rows)
            _ = table.AddRow(shown.Select(column => (IRenderable)new Text(row[column], columns[column].IsColoured ? styleOf(row[column]) : Style.Plain)));

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = screen.IsOutTerminal && screen.HasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = screen.IsOutTerminal && screen.HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = screen.Width;
        console.Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n')) screen.Out.Write($"{line.TrimEnd()}\n");
    }

    private List<int> Fit(int width)
    {
        // A column without a word in it says nothing.
        var shown = Enumerable.Range(0, columns.Count).Where(column => rows.Count == 0 || rows.Any(row => row[column].Length > 0)).ToList();
        var left = width + Gap;
        var fitting = new HashSet<int>();
        foreach (var column in shown.OrderByDescending(column => columns[column].Weight))
        {
            if (fitting.Count > 0 && WidthOf(column, width) > left) continue;
            left -= WidthOf(column, width);
            _ = fitting.Add(column);
        }

        return [.. shown.Where(fitting.Contains)];
    }

    // A column that may wrap is content with a third of the screen.
    private int WidthOf(int column, int width)
    {
        var longest = rows.Select(row => row[column].Length).Append(columns[column].Title.Length).Max();
        return Gap + (columns[column].MayWrap ? Math.Min(longest, Math.Max(width / 3, 12)) : longest);
    }
}
