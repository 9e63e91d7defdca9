using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Results;
using Lobsterd.Domain.Errors;
using Spectre.Console;

namespace Lobsterd.Bench.Runner.Printing;

/// <summary>The figures of a run as a table.</summary>
public sealed class FigureTable
{
    private readonly Table table = new Table()
        .Border(TableBorder.Simple)
        .AddColumns("figure", "machine")
        .AddColumn(new TableColumn("n").RightAligned())
        .AddColumn(new TableColumn("p50").RightAligned())
        .AddColumn(new TableColumn("p95").RightAligned())
        .AddColumn(new TableColumn("p99").RightAligned())
        .AddColumn("unit")
        .AddColumn(new TableColumn("reference").RightAligned())
        .AddColumn(new TableColumn("added (95 %)").RightAligned())
        .AddColumn(new TableColumn("ratio").RightAligned())
        .AddColumns("bar", "holds");

    /// <summary>Adds a figure that was taken.</summary>
    public void Add(FigureRecord record, FigureFacts facts) => table.AddRow(
        Markup.Escape(record.Name),
        record.Machine,
        Number.Of(record.N),
        Number.Of(record.P50),
        Number.Of(record.P95),
        Number.Of(record.P99),
        Markup.Escape(record.Unit),
        Number.Of(record.Reference),
        Added(facts),
        Number.Of(record.Ratio),
        record.Bar ?? "–",
        Verdict(record.Holds));

    /// <summary>Adds a figure that could not be taken.</summary>
    public void Add(Subject subject, LobsterError error)
    {
        var word = error.Code == BenchErrors.Lacking ? "[yellow]not here[/]" : "[red]failed[/]";
        _ = table.AddRow(subject.Name, subject.Machine.Word, "–", "–", "–", "–", "–", "–", "–", "–", Markup.Escape(error.FullMessage), word);
    }

    /// <summary>Prints it.</summary>
    public void Print(IAnsiConsole console) => console.Write(table);

    internal static string Verdict(bool? holds) => holds switch { true => "[green]yes[/]", false => "[red]no[/]", null => "–" };

    private static string Added(FigureFacts facts) => facts is { Difference: { } median, DifferenceInterval: { } interval }
        ? $"{Number.Of(median)} ({Number.Of(interval.Low)} to {Number.Of(interval.High)})"
        : "–";
}
