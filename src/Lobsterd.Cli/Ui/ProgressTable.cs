using System.Globalization;
using Lobsterd.Cli.Operations;
using Lobsterd.Protocol.Reef;
using Spectre.Console;

namespace Lobsterd.Cli.Ui;

/// <summary>An operation on many things at once, on a terminal: a live table with a row for each thing, gone when the operation has ended. Steps are told as
/// <c>THING: what</c>.</summary>
/// <param name="screen">Where; its standard error is a terminal.</param>
/// <param name="things">The title of the first column.</param>
/// <param name="clock">Paces the drawing.</param>
internal sealed class ProgressTable(Screen screen, string things, TimeProvider clock) : IOperationListener
{
    // Steps of a hundred tenants come faster than anybody reads.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Row> rows = new(StringComparer.Ordinal);
    private LiveDisplayContext? live;
    private string note = "";
    private long drawn;

    /// <summary>Shows the table while the operation runs.</summary>
    internal async Task<T> ShowAsync<T>(Func<Task<T>> run)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = screen.HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(screen.Error),
        });
        console.Profile.Width = screen.ErrorWidth;
        return await console.Live(Draw()).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
        {
            lock (gate) live = context;
            try
            {
                return await run();
            }
            finally
            {
                lock (gate) live = null;
            }
        });
    }

    /// <inheritdoc/>
    public void Step(StepBody step)
    {
        var colon = step.Step.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0) return;
        var (thing, what) = (step.Step[..colon], step.Step[(colon + 2)..]);
        lock (gate)
        {
            rows[thing] = new Row(step.Event switch { "started" => "under way", "succeeded" => "ok", _ => "fail" }, what, step.Code, step.ElapsedMs);
            Refresh(isForced: false);
        }
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        lock (gate)
        {
            note = text;
            Refresh(isForced: true);
        }
    }

    /// <inheritdoc/>
    public void Ended()
    {
        lock (gate) Refresh(isForced: true);
    }

    private void Refresh(bool isForced)
    {
        if (live is null || (!isForced && drawn != 0 && clock.GetElapsedTime(drawn) < Period)) return;
        drawn = clock.GetTimestamp();
        live.UpdateTarget(Draw());
    }

    private Table Draw()
    {
        var table = new Table().NoBorder().Caption(new TableTitle(Markup.Escape(note)));
        foreach (var title in (string[])[things, "STATE", "STEP", "TOOK"]) _ = table.AddColumn(new TableColumn(new Text(title)) { NoWrap = true });

        // What is under way or failed comes first: a long list is cut at its end.
        foreach (var (thing, row) in rows.OrderBy(pair => pair.Value.State == "ok"))
            _ = table.AddRow(
                new Text(thing),
                new Text(row.State, WordStyles.Of(row.State)),
                new Text(row.Code is null ? row.What : $"{row.What}: {row.Code}"),
                new Text(row.State == "under way" ? "" : string.Create(CultureInfo.InvariantCulture, $"{row.ElapsedMs / 1_000:0.000}s")));
        return table;
    }

    private sealed record Row(string State, string What, string? Code, double ElapsedMs);
}
