using System.Globalization;
using Lobsterd.Bench.Runner.Results;
using Spectre.Console;

namespace Lobsterd.Bench.Runner.Printing;

/// <summary>Two files of records side by side.</summary>
public static class ComparisonTable
{
    /// <summary>Prints it.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<FigureChange> changes)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("figure", "machine")
            .AddColumn(new TableColumn("p50 before").RightAligned())
            .AddColumn(new TableColumn("p50 after").RightAligned())
            .AddColumn("unit")
            .AddColumn(new TableColumn("change").RightAligned())
            .AddColumns("held", "holds");
        foreach (var change in changes)
            _ = table.AddRow(
                Markup.Escape(change.Known.Name),
                change.Known.Machine,
                Number.Of(change.Before?.P50),
                Number.Of(change.After?.P50),
                Markup.Escape(change.Known.Unit),
                change.Factor is { } factor ? ((factor - 1) * 100).ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture) + " %" : "–",
                FigureTable.Verdict(change.Before?.Holds),
                FigureTable.Verdict(change.After?.Holds));
        console.Write(table);
    }
}
