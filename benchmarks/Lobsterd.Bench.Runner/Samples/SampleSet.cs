namespace Lobsterd.Bench.Runner.Samples;

/// <summary>Measured values, none of them dropped.</summary>
public sealed class SampleSet
{
    private readonly double[] sorted;

    /// <summary>Takes over a copy of the values.</summary>
    /// <param name="values">At least one; finite.</param>
    public SampleSet(IEnumerable<double> values)
    {
        sorted = [.. values];
        if (sorted.Length == 0) throw new ArgumentException("a figure without a sample is none", nameof(values));
        if (!sorted.All(double.IsFinite)) throw new ArgumentException("a sample is not a number", nameof(values));
        Array.Sort(sorted);
    }

    /// <summary>All values, smallest first.</summary>
    public ReadOnlySpan<double> Sorted => sorted;

    /// <summary>How many there are.</summary>
    public int Count => sorted.Length;

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    public double Median => MedianOfSorted(sorted);

    /// <summary>Smallest and largest value.</summary>
    public (double Least, double Most) Range => (sorted[0], sorted[^1]);

    /// <summary>The value that the given part of all values does not exceed (nearest rank): always a value that was measured, and with few samples
    /// the worst one rather than a guess.</summary>
    /// <param name="percent">Above 0, up to 100.</param>
    public double Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        return sorted[(int)Math.Ceiling(percent / 100 * sorted.Length) - 1];
    }

    internal static double MedianOfSorted(ReadOnlySpan<double> sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
