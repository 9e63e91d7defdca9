using System.Globalization;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>What a figure promises: one of its numbers against a bound, and others beside it where one number alone would hide something.</summary>
public sealed record Bar
{
    private readonly bool isCeiling;
    private readonly Bar? beside;

    private Bar(Statistic statistic, double bound, bool isCeiling, Bar? beside = null)
    {
        Statistic = statistic;
        Bound = bound;
        this.isCeiling = isCeiling;
        this.beside = beside;
    }

    /// <summary>Which number it judges.</summary>
    public Statistic Statistic { get; }

    /// <summary>The bound, in the figure's unit; a ratio has none.</summary>
    public double Bound { get; }

    /// <summary>A bar that holds up to the bound.</summary>
    public static Bar AtMost(Statistic statistic, double bound) => new(statistic, bound, isCeiling: true);

    /// <summary>A bar that holds from the bound on.</summary>
    public static Bar AtLeast(Statistic statistic, double bound) => new(statistic, bound, isCeiling: false);

    /// <summary>This bar with another one beside it; both have to hold.</summary>
    public Bar And(Bar other) => new(Statistic, Bound, isCeiling, beside is null ? other : beside.And(other));

    /// <summary>Whether a measurement keeps the promise, all of it.</summary>
    public bool Holds(Measurement measurement) =>
        (isCeiling ? measurement[Statistic] <= Bound : measurement[Statistic] >= Bound) && (beside is null || beside.Holds(measurement));

    /// <summary>The promise in words, e.g. <c>p95 ≤ 10 ms</c>, or <c>p50 ≤ 15 ms, p99 ≤ 40 ms</c>.</summary>
    public string InWords(string unit)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{Statistic.ToString().ToLowerInvariant()} {(isCeiling ? '≤' : '≥')} {Bound}");
        var alone = Statistic is Statistic.Ratio ? number : $"{number} {unit}";
        return beside is null ? alone : $"{alone}, {beside.InWords(unit)}";
    }
}
