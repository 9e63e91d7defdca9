using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Bench.Runner.Statistics;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>What measuring a figure gave.</summary>
public sealed record Measurement
{
    private Measurement(SampleSet samples, PairedSamples? pairs)
    {
        Samples = samples;
        Pairs = pairs;
    }

    /// <summary>The subject's samples.</summary>
    public SampleSet Samples { get; }

    /// <summary>The pairs that they come from; null when there is no reference.</summary>
    public PairedSamples? Pairs { get; }

    /// <summary>The 95 % interval of the median difference; null without a reference.</summary>
    public Interval? DifferenceInterval => Pairs is null ? null : Bootstrap.MedianInterval(Pairs.Differences);

    /// <summary>The 95 % interval of the median ratio; null without a reference.</summary>
    public Interval? RatioInterval => Pairs is null ? null : Bootstrap.MedianInterval(Pairs.Ratios);

    /// <summary>Samples of one thing.</summary>
    public static Measurement Of(SampleSet samples) => new(samples, null);

    /// <summary>Samples beside a reference of the same run.</summary>
    public static Measurement Of(PairedSamples pairs) => new(pairs.Subject, pairs);

    /// <summary>One of its numbers.</summary>
    /// <exception cref="InvalidOperationException">The statistic wants pairs and there are none.</exception>
    public double this[Statistic statistic] => statistic switch
    {
        Statistic.P50 => Samples.Percentile(50),
        Statistic.P95 => Samples.Percentile(95),
        Statistic.P99 => Samples.Percentile(99),
        Statistic.Difference => Paired.Differences.Median,
        Statistic.Ratio => Paired.Ratios.Median,
        _ => throw new ArgumentOutOfRangeException(nameof(statistic)),
    };

    private PairedSamples Paired => Pairs ?? throw new InvalidOperationException("a figure without a reference has neither difference nor ratio");
}
