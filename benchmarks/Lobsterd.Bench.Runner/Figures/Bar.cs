using System.Globalization;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>What a figure promises: one of its numbers against a bound.</summary>
public sealed record Bar
{
    private readonly bool isCeiling;

    private Bar(Statistic statistic, double bound, bool isCeiling)
    {
        Statistic = statistic;
        Bound = bound;
        this.isCeiling = isCeiling;
    }

    /// <summary>Which number it judges.</summary>
    public Statistic Statistic { get; }

    /// <summary>The bound, in the figure's unit; a ratio has none.</summary>
    public double Bound { get; }

    /// <summary>A bar that holds up to the bound.</summary>
    public static Bar AtMost(Statistic statistic, double bound) => new(statistic, bound, isCeiling: true);

    /// <summary>A bar that holds from the bound on.</summary>
    public static Bar AtLeast(Statistic statistic, double bound) => new(statistic, bound, isCeiling: false);

    /// <summary>Whether a measurement keeps the promise.</summary>
    public bool Holds(Measurement measurement) => isCeiling ? measurement[Statistic] <= Bound : measurement[Statistic] >= Bound;

    /// <summary>The promise in words, e.g. <c>p95 ≤ 10 ms</c>.</summary>
    public string InWords(string unit)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{Statistic.ToString().ToLowerInvariant()} {(isCeiling ? '≤' : '≥')} {Bound}");
        return Statistic is Statistic.Ratio ? number : $"{number} {unit}";
    }
}
