using Lobsterd.Bench.Runner.Samples;

namespace Lobsterd.Bench.Runner.Statistics;

/// <summary>The percentile bootstrap of a median: how far the median wanders when the samples are drawn anew from themselves.</summary>
/// <remarks>Not BCa: its acceleration comes from leaving one sample out at a time, and a median answers that with the same two values over and
/// over, so the correction is noise. Times are neither normal nor symmetric, which is why no formula for means is used.</remarks>
public static class Bootstrap
{
    /// <summary>Times that the samples are drawn anew.</summary>
    public const int Resamples = 4_000;

    /// <summary>Confidence of the intervals.</summary>
    public const double Confidence = 0.95;

    /// <summary>The interval of the median; the same samples always give the same one.</summary>
    public static Interval MedianInterval(SampleSet samples)
    {
        var sorted = samples.Sorted;
        var medians = new double[Resamples];
        var counts = new int[sorted.Length];
        var random = new Xoshiro(seed: 0x6c6f6273);
        foreach (ref var median in medians.AsSpan()) median = ResampledMedian(sorted, counts, ref random);

        Array.Sort(medians);
        const double Tail = (1 - Confidence) / 2;
        return new Interval(medians[(int)(Tail * Resamples)], medians[Resamples - 1 - (int)(Tail * Resamples)]);
    }

    /// <summary>Draws as many as there are, with repetition; counting ranks spares the sorting.</summary>
    private static double ResampledMedian(ReadOnlySpan<double> sorted, Span<int> counts, ref Xoshiro random)
    {
        counts.Clear();
        for (var draw = 0; draw < sorted.Length; draw++) counts[random.Below(sorted.Length)]++;
        return (AtRank(sorted, counts, (sorted.Length - 1) / 2) + AtRank(sorted, counts, sorted.Length / 2)) / 2;
    }

    private static double AtRank(ReadOnlySpan<double> sorted, ReadOnlySpan<int> counts, int rank)
    {
        var index = 0;
        for (var seen = counts[0]; seen <= rank; seen += counts[index]) index++;
        return sorted[index];
    }
}
