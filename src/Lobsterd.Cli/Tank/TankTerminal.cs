using System.Runtime.InteropServices;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Terminals;
using Spectre.Console;

namespace Lobsterd.Cli.Tank;

/// <summary>The terminal while the tank has it: its other screen, keys as they are, no cursor. As it was again when disposed.</summary>
internal sealed class TankTerminal : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[2J";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";
    private const int Columns = 80;
    private const int Rows = 24;

    private readonly Screen screen;
    private readonly RawTerminal raw;
    private readonly List<PosixSignalRegistration> signals = [];

    private TankTerminal(Screen screen, RawTerminal raw) => (this.screen, this.raw) = (screen, raw);

    /// <summary>Takes the terminal.</summary>
    /// <param name="screen">Both its sides are a terminal.</param>
    /// <param name="resized">Told when its size changes.</param>
    /// <param name="ended">Told when the program shall end.</param>
    /// <error code="terminal.mode.refused">Standard input is no terminal.</error>
    internal static Result<TankTerminal, LobsterError> Take(Screen screen, Action resized, Action ended)
    {
        if (RawTerminal.Enter(0).TryGetError(out var error, out var raw)) return error;
        var terminal = new TankTerminal(screen, raw);
        terminal.signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => resized()));
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            terminal.signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                ended();
            }));
        }

        terminal.Write(Enter);
        return terminal;
    }

    /// <summary>Draws a model.</summary>
    internal void Show(TankModel model)
    {
        var (columns, rows) = Terminal.SizeOf(1) ?? (Columns, Rows);
        Write(FrameOf(TankScreen.Draw(model, columns, rows), screen.HasColour));
    }

    /// <summary>What draws a screen's lines over those that were there.</summary>
    internal static string FrameOf(IReadOnlyList<IReadOnlyList<TankSpan>> lines, bool hasColour)
    {
        var text = new StringBuilder("\e[?2026h\e[H");    // the whole of it at once, where the terminal can

        // Each line is erased before it is written: behind one that fills its row the cursor stands on the last character, and would take that along.
        for (var row = 0; row < lines.Count; row++)
            _ = text.Append(row > 0 ? "\r\n" : "").Append(row < lines.Count - 1 ? "\e[K" : "\e[J").Append(TextOf(lines[row], hasColour));
        return text.Append("\e[?2026l").ToString();
    }

    /// <summary>A line as it goes to a terminal.</summary>
    internal static string TextOf(IReadOnlyList<TankSpan> line, bool hasColour)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = hasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Screen.Endless;
        var paragraph = new Paragraph();
        foreach (var span in line) _ = paragraph.Append(span.Text, span.Style);
        console.Write(paragraph);
        return text.ToString().TrimEnd('\n', '\r');
    }

    public void Dispose()
    {
        foreach (var signal in signals) signal.Dispose();
        Write(Leave);
        raw.Dispose();
    }

    private void Write(string text)
    {
        screen.Out.Write(text);
        screen.Out.Flush();
    }
}
