using System.Collections.Immutable;
using System.Globalization;
using Lobsterd.Cli.Ui;
using Spectre.Console;

namespace Lobsterd.Cli.Tank;

/// <summary>A column of the table.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Rank">Which columns stay on a narrow screen: those of the lowest rank.</param>
/// <param name="Width">Its least width.</param>
/// <param name="Most">Its greatest width.</param>
/// <param name="IsNumber">Whether it stands to the right.</param>
/// <param name="Cell">What it shows of a row.</param>
internal sealed record TankColumn(string Title, int Rank, int Width, int Most, bool IsNumber, Func<TankRow, TankSpan> Cell)
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>Every column, from left to right.</summary>
    internal static readonly ImmutableArray<TankColumn> All =
    [
        new("NAME", 0, 8, 20, false, row => TankSpan.Plain(row.Name)),
        new("STATE", 1, 9, 12, false, StateOf),
        new("URL", 8, 20, 40, false, row => TankSpan.Plain(row.Usage.Tenant.Url)),
        new("IP", 10, 9, 15, false, row => TankSpan.Plain(row.Usage.Tenant.Ip)),
        new("IMAGE", 14, 5, 16, false, row => TankSpan.Plain(GuestText.Of(row.Usage.Tenant.Image, hasColour: false))),
        new("VMM", 15, 4, 11, false, row => TankSpan.Plain(row.Usage.Tenant.Hypervisor)),
        new("PID", 16, 5, 8, true, row => TankSpan.Plain(row.Usage.Tenant.Pid?.ToString(CultureInfo.InvariantCulture) ?? "")),
        new("CPU", 2, 5, 6, true, row => TankSpan.Plain(row.Cpu is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{cpu * 100:0.0}%") : "")),
        new("", 4, TankRow.Past, TankRow.Past, false, row => new TankSpan(Spark(row.CpuPast), new Style(Color.Aqua))),
        new("MEM", 3, 6, 7, true, row => TankSpan.Plain(Bytes(row.Usage.Stats.MemoryBytes))),
        new("", 13, TankRow.Past, TankRow.Past, false, row => new TankSpan(Spark(row.MemoryPast), new Style(Color.Fuchsia))),
        new("DISK", 11, 6, 7, true, row => TankSpan.Plain(Bytes(row.Usage.Stats.DiskBytes))),
        new("RECV/s", 6, 7, 7, true, row => TankSpan.Plain(Bytes((long?)row.Received))),
        new("SENT/s", 7, 7, 7, true, row => TankSpan.Plain(Bytes((long?)row.Sent))),
        new("REQ/s", 9, 5, 6, true, row => TankSpan.Plain(row.Requests is { } requests ? string.Create(CultureInfo.InvariantCulture, $"{requests:0.#}") : "")),
        new("UP", 5, 4, 5, true, row => TankSpan.Plain(row.Usage.Stats.UptimeMs is { } up ? Amounts.OfAge(TimeSpan.FromMilliseconds(up)) : "")),
        new("LAST EVENT", 12, 14, 60, false, row => TankSpan.Plain(row.Usage.LastEvent is { } last ? GuestText.Of($"{last.Kind}: {last.Message}", hasColour: false) : "")),
    ];

    /// <summary>The columns that a screen has room for, with their widths.</summary>
    internal static IReadOnlyList<(TankColumn Column, int Width)> Fit(IReadOnlyList<TankRow> rows, int width)
    {
        var left = width + 1;
        var fitting = new Dictionary<TankColumn, int>();
        foreach (var column in All.OrderBy(column => column.Rank))
        {
            var wanted = rows.Select(row => column.Cell(row).Text.Length).Append(column.Title.Length).Max();
            var needed = Math.Clamp(wanted, column.Width, column.Most);

            // The last event takes what there is: the more, the better.
            if (needed + 1 > left && column.Title == "LAST EVENT" && left > column.Width) needed = left - 1;
            if (needed + 1 > left) continue;
            fitting[column] = needed;
            left -= needed + 1;
        }

        return [.. All.Where(fitting.ContainsKey).Select(column => (column, fitting[column]))];
    }

    /// <summary>A row of bars, one a figure from 0 to 1.</summary>
    internal static string Spark(ImmutableArray<double> figures) =>
        string.Concat(figures.Select(figure => Bars[(int)Math.Min(figure * Bars.Length, Bars.Length - 1)])).PadLeft(TankRow.Past);

    private static TankSpan StateOf(TankRow row)
    {
        var state = row.Usage.Tenant.State;
        var symbol = state switch { "running" => '●', "failed" => '✗', "stopped" or "suspended" => '○', _ => '◌' };
        return new TankSpan($"{symbol} {state}", WordStyles.Of(state));
    }

    private static string Bytes(long? bytes) => bytes is { } known ? Amounts.OfBytes(known) : "";
}
