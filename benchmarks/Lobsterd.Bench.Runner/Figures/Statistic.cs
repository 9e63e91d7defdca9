namespace Lobsterd.Bench.Runner.Figures;

/// <summary>Which number of a measurement a bar judges.</summary>
public enum Statistic
{
    /// <summary>The median, as the nearest rank.</summary>
    P50,

    /// <summary>What 95 of 100 samples do not exceed.</summary>
    P95,

    /// <summary>What 99 of 100 samples do not exceed.</summary>
    P99,

    /// <summary>The median of the pairs' differences, subject less reference.</summary>
    Difference,

    /// <summary>The median of the pairs' ratios, subject divided by reference.</summary>
    Ratio,
}
