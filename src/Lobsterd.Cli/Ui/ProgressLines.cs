using System.Globalization;
using Lobsterd.Cli.Operations;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Ui;

/// <summary>An operation's progress on standard error: each step a line when it ends; on a terminal, besides, a last line that says what is under way.</summary>
internal sealed class ProgressLines : IOperationListener, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly List<(string Step, bool IsUndo)> active = [];
    private readonly Screen screen;
    private readonly string title;
    private readonly TimeProvider clock;
    private readonly long began;
    private readonly ITimer? ticks;
    private bool isLive;
    private bool isOver;

    /// <summary>Starts to show.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="title">What is under way, e.g. <c>spawn alice</c>.</param>
    /// <param name="clock">Tells how long it takes.</param>
    internal ProgressLines(Screen screen, string title, TimeProvider clock)
    {
        (this.screen, this.title, this.clock) = (screen, title, clock);
        began = clock.GetTimestamp();
        if (screen.IsErrorTerminal) ticks = clock.CreateTimer(_ => Tick(), null, Period, Period);
    }

    /// <inheritdoc/>
    public void Step(StepBody step)
    {
        lock (gate)
        {
            var isUndo = step.Event.StartsWith("undo", StringComparison.Ordinal);
            if (step.Event is "started" or "undo-started") active.Add((step.Step, isUndo));
            else _ = active.Remove((step.Step, isUndo));

            switch (step.Event)
            {
                case "succeeded":
                    Line("ok", step.ElapsedMs, step.Step, null);
                    break;
                case "undo-finished":
                    Line("undo", step.ElapsedMs, step.Step, null);
                    break;
                case "failed" or "undo-failed":
                    Line("fail", step.ElapsedMs, isUndo ? $"undo of {step.Step}" : step.Step, step.Code);
                    break;
                default:
                    break;
            }

            Live();
        }
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        lock (gate)
        {
            Clear();
            screen.Error.Write($"{title}: {text}\n");
            Live();
        }
    }

    /// <inheritdoc/>
    public void Ended()
    {
        lock (gate)
        {
            isOver = true;
            Clear();
        }
    }

    /// <summary>Leaves the screen without a half line.</summary>
    public void Dispose()
    {
        Ended();
        ticks?.Dispose();
    }

    private void Tick()
    {
        lock (gate) Live();
    }

    private void Line(string mark, double elapsedMs, string step, string? code)
    {
        Clear();
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{elapsedMs / 1_000:0.000}s");
        screen.Error.Write($"{Coloured(mark)}{new string(' ', Math.Max(5 - mark.Length, 1))}{seconds,8}  {step}{(code is null ? "" : $": {code}")}\n");
    }

    private void Live()
    {
        if (!screen.IsErrorTerminal || isOver) return;
        var what = string.Join(", ", active.Select(step => step.IsUndo ? $"undo {step.Step}" : step.Step));
        var seconds = clock.GetElapsedTime(began).TotalSeconds;
        var text = string.Create(CultureInfo.InvariantCulture, $"...  {seconds,7:0.0}s  {title}{(what.Length > 0 ? ": " : "")}{what}");
        if (text.Length >= screen.ErrorWidth) text = text[..(screen.ErrorWidth - 1)];
        screen.Error.Write($"\r{text}\e[K");
        isLive = true;
    }

    private void Clear()
    {
        if (isLive) screen.Error.Write("\r\e[K");
        isLive = false;
    }

    private string Coloured(string mark)
    {
        if (!screen.IsErrorTerminal || !screen.HasColour) return mark;
        return mark switch
        {
            "ok" => $"\e[32m{mark}\e[0m",
            "fail" => $"\e[31m{mark}\e[0m",
            _ => $"\e[33m{mark}\e[0m",
        };
    }
}
