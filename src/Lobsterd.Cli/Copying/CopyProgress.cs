using System.Globalization;
using Lobsterd.Cli.Ui;
using Lobsterd.Linux.Trees;

namespace Lobsterd.Cli.Copying;

/// <summary>A line on a terminal's standard error that says how far a copy is.</summary>
internal sealed class CopyProgress : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly Screen screen;
    private readonly ITimer? ticks;
    private bool isShown;
    private bool isOver;

    internal CopyProgress(Screen screen, CopyPlan plan, TreeTally tally, TimeProvider clock)
    {
        this.screen = screen;

        // Where the file itself goes to the terminal, a line about it would stand in its way.
        if (screen.IsErrorTerminal && !(plan.IsToStream && screen.IsOutTerminal)) ticks = clock.CreateTimer(_ => Show(tally), null, Period, Period);
    }

    /// <summary>What has been copied, in words.</summary>
    internal static string Line(TreeTally tally) => string.Create(
        CultureInfo.InvariantCulture, $"{tally.Files} {(tally.Files == 1 ? "file" : "files")}, {tally.Folders} {(tally.Folders == 1 ? "folder" : "folders")}, {Amounts.OfBytes(tally.Bytes)}");

    public void Dispose()
    {
        ticks?.Dispose();
        lock (gate)
        {
            isOver = true;
            if (isShown) screen.Error.Write("\r\e[K");
        }
    }

    private void Show(TreeTally tally)
    {
        lock (gate)
        {
            if (isOver) return;
            isShown = true;
            screen.Error.Write($"\r...  {Line(tally)}\e[K");
        }
    }
}
