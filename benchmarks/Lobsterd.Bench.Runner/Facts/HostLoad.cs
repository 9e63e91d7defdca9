using System.Globalization;

namespace Lobsterd.Bench.Runner.Facts;

/// <summary>What a host's processors have done since it booted, in the kernel's ticks over all of them.</summary>
/// <param name="Busy">Ticks in which one worked.</param>
/// <param name="All">All ticks.</param>
public readonly record struct HostLoad(long Busy, long All)
{
    // proc_stat(5): user nice system idle iowait irq softirq steal; guest time is in user already.
    private const int Idle = 3;
    private const int Waiting = 4;
    private const int Columns = 8;

    /// <summary>Reads the first line of <c>/proc/stat</c>; null when it is none.</summary>
    public static HostLoad? Parse(string? line)
    {
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Length <= Columns || words[0] != "cpu") return null;
        var (busy, all) = (0L, 0L);
        for (var column = 0; column < Columns; column++)
        {
            if (!long.TryParse(words[column + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)) return null;
            all += ticks;
            if (column is not (Idle or Waiting)) busy += ticks;
        }

        return new HostLoad(busy, all);
    }

    /// <summary>The part of the time since then in which the processors worked, 0 to 1; 1 when no tick has passed.</summary>
    public double ShareSince(HostLoad then) => All > then.All ? (double)(Busy - then.Busy) / (All - then.All) : 1;
}
