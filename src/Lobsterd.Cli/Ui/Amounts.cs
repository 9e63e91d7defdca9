using System.Globalization;

namespace Lobsterd.Cli.Ui;

/// <summary>Sizes and ages as people write and read them.</summary>
internal static class Amounts
{
    /// <summary>How a size may be written, for help and errors.</summary>
    internal const string SizeRule = "a number with K, M, G or T (binary: 1G is 1024 MiB; GiB and GB mean the same); a plain number is MiB, from 1048576 on bytes";

    private const long Mebibyte = 1L << 20;
    private const string Units = "KMGT";

    /// <summary>Reads a size: <c>512M</c>, <c>8G</c>, <c>1GiB</c>, <c>1.5G</c>; a plain number is MiB, and from 1,048,576 on bytes.</summary>
    /// <returns>Bytes; null when it is no size, or more than 8 EiB.</returns>
    internal static long? ParseBytes(string text)
    {
        var digits = text.AsSpan().TrimEnd("iBbKkMmGgTt");
        var unit = text[digits.Length..];
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        if (ScaleOf(unit, number) is not { } scale || number > long.MaxValue / scale) return null;
        var bytes = number * scale;
        return bytes == decimal.Truncate(bytes) ? (long)bytes : null;
    }

    /// <summary>Bytes in the largest unit that makes them at least one, e.g. <c>1.5G</c>.</summary>
    internal static string OfBytes(long bytes)
    {
        var (value, unit) = ((decimal)bytes, -1);
        while (value >= 1_024 && unit < Units.Length - 1) (value, unit) = (value / 1_024, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#}{(unit < 0 ? "B" : Units[unit])}");
    }

    /// <summary>An age in its largest unit, e.g. <c>3m</c>.</summary>
    internal static string OfAge(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0s",
        { TotalMinutes: < 1 } => $"{(int)age.TotalSeconds}s",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 1 } => $"{(int)age.TotalHours}h",
        _ => $"{(int)age.TotalDays}d",
    };

    private static long? ScaleOf(string unit, decimal number)
    {
        if (unit.Length == 0) return number >= Mebibyte ? 1 : Mebibyte;
        if (unit is "B" or "b") return 1;
        var power = Units.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal);
        return power >= 0 && unit[1..] is "" or "iB" or "B" or "ib" or "b" or "i" ? 1L << (10 * (power + 1)) : null;
    }
}
