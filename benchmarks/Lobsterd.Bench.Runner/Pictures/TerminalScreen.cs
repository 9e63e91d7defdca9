using System.Globalization;
using System.Text;

namespace Lobsterd.Bench.Runner.Pictures;

/// <summary>What a terminal shows after all that was written to it: the part of ECMA-48, and of xterm's private modes, that our command line uses. Every
/// character is one cell wide.</summary>
public sealed class TerminalScreen
{
    private const char Escape = '\e';
    private const int AlternateScreen = 1049;
    private const int AutoWrap = 7;

    private readonly int columns;
    private readonly int rows;
    private readonly StringBuilder sequence = new();
    private (char Text, TerminalStyle Style)[,] cells;
    private (char Text, TerminalStyle Style)[,]? behind;
    private TerminalStyle style;
    private bool wraps = true;
    private int row;
    private int column;

    /// <summary>An empty screen.</summary>
    public TerminalScreen(int columns, int rows)
    {
        (this.columns, this.rows) = (columns, rows);
        cells = Blank();
    }

    /// <summary>How wide it is.</summary>
    public int Columns => columns;

    /// <summary>Its rows from the top, each as its runs of one style, blanks at the end left out; empty rows at the bottom too.</summary>
    public IReadOnlyList<IReadOnlyList<(int Column, string Text, TerminalStyle Style)>> Lines
    {
        get
        {
            var lines = Enumerable.Range(0, rows).Select(LineOf).ToList();
            return lines.GetRange(0, lines.FindLastIndex(line => line.Count > 0) + 1);
        }
    }

    // Behind a row that is full the cursor stands on its last character until there is another one.
    private int Cursor => Math.Min(column, columns - 1);

    /// <summary>Takes what a program writes.</summary>
    public void Write(string text)
    {
        foreach (var character in text) Take(character);
    }

    private void Take(char character)
    {
        if (sequence.Length > 0 || character == Escape)
        {
            _ = sequence.Append(character);
            if (IsWhole(character)) Obey();
            return;
        }

        switch (character)
        {
            case '\r':
                column = 0;
                break;
            case '\n':
                Descend();
                break;
            case '\b':
                column = Math.Max(0, Cursor - 1);
                break;
            case >= ' ':
                Print(character);
                break;
        }
    }

    private void Print(char character)
    {
        if (column >= columns && wraps)
        {
            column = 0;
            Descend();
        }

        cells[row, Math.Min(column, columns - 1)] = (character, style);
        column++;
    }

    private void Descend()
    {
        if (row < rows - 1)
        {
            row++;
            return;
        }

        Array.Copy(cells, columns, cells, 0, (rows - 1) * columns);
        Erase(row, 0, columns);
    }

    // ESC [ … ends with a byte from @ to ~, any other sequence with one from 0 on.
    private bool IsWhole(char last) => sequence.Length > 1 && (sequence.Length > 2 || last != '[') && last >= (sequence[1] == '[' ? '@' : '0');

    private void Obey()
    {
        var text = sequence.ToString();
        _ = sequence.Clear();
        if (text[1] != '[') return;
        var (isPrivate, last) = (text.Length > 2 && text[2] == '?', text[^1]);
        var parameters = text[(isPrivate ? 3 : 2)..^1].Split(';').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
        if (isPrivate) Switch(parameters[0], last == 'h');
        else Obey(last, parameters);
    }

    private void Obey(char last, int[] parameters)
    {
        var (first, second) = (parameters[0], parameters.ElementAtOrDefault(1));
        switch (last)
        {
            case 'm':
                style = parameters.Aggregate(style, (now, parameter) => now.After(parameter));
                break;
            case 'H':
                (row, column) = (Math.Clamp(first - 1, 0, rows - 1), Math.Clamp(second - 1, 0, columns - 1));
                break;
            case 'A':
                row = Math.Max(0, row - Math.Max(1, first));
                break;
            case 'B':
                row = Math.Min(rows - 1, row + Math.Max(1, first));
                break;
            case 'G':
                column = Math.Clamp(first - 1, 0, columns - 1);
                break;
            case 'K':
                Erase(row, first == 0 ? Cursor : 0, first == 1 ? Cursor + 1 : columns);
                break;
            case 'J':
                // From here on, or all of it.
                if (first == 0) Erase(row, Cursor, columns);
                for (var other = first == 0 ? row + 1 : 0; other < rows; other++) Erase(other, 0, columns);
                break;
        }
    }

    private void Switch(int mode, bool isOn)
    {
        if (mode == AutoWrap) wraps = isOn;
        if (mode != AlternateScreen) return;
        if (isOn) (behind, cells) = (cells, Blank());
        else if (behind is not null) (cells, behind) = (behind, null);
    }

    private void Erase(int at, int from, int to)
    {
        for (var cell = from; cell < Math.Min(to, columns); cell++) cells[at, cell] = (' ', default);
    }

    private List<(int Column, string Text, TerminalStyle Style)> LineOf(int at)
    {
        var runs = new List<(int Column, string Text, TerminalStyle Style)>();
        for (var cell = 0; cell < columns; cell++)
        {
            var (character, look) = cells[at, cell];
            if (runs.Count > 0 && runs[^1].Style == look) runs[^1] = runs[^1] with { Text = runs[^1].Text + character };
            else runs.Add((cell, character.ToString(), look));
        }

        if (runs.Count > 0 && !runs[^1].Style.IsInverted) runs[^1] = runs[^1] with { Text = runs[^1].Text.TrimEnd() };
        _ = runs.RemoveAll(run => run.Text.Length == 0 || (!run.Style.IsInverted && string.IsNullOrWhiteSpace(run.Text)));
        return runs;
    }

    private (char Text, TerminalStyle Style)[,] Blank()
    {
        var blank = new (char Text, TerminalStyle Style)[rows, columns];
        for (var at = 0; at < rows; at++)
            for (var cell = 0; cell < columns; cell++) blank[at, cell] = (' ', default);
        return blank;
    }
}
