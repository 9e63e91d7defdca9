using System.Globalization;

namespace Lobsterd.Bench.Runner.Printing;

/// <summary>Numbers for people.</summary>
internal static class Number
{
    /// <summary>Three significant digits, thousands grouped, never in powers of ten.</summary>
    internal static string Of(double value)
    {
        if (value == 0) return "0";
        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9);
        return Math.Round(value, digits).ToString("#,0.#########", CultureInfo.InvariantCulture);
    }

    /// <summary>The same, or a dash.</summary>
    internal static string Of(double? value) => value is { } known ? Of(known) : "–";
}
