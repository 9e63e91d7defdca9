using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Samples;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class BarTests
{
    private static readonly Measurement Pairs = Measurement.Of(new PairedSamples([(10, 8), (10, 9), (10, 7)]));

    [Theory]
    [InlineData(Statistic.P50, 8, 7.9)]
    [InlineData(Statistic.P95, 9, 8.9)]
    [InlineData(Statistic.P99, 9, 8.9)]
    [InlineData(Statistic.Difference, -2, -2.1)]
    [InlineData(Statistic.Ratio, 0.8, 0.79)]
    public void a_ceiling_holds_up_to_its_bound(Statistic statistic, double good, double bad)
    {
        Assert.True(Bar.AtMost(statistic, good).Holds(Pairs));
        Assert.False(Bar.AtMost(statistic, bad).Holds(Pairs));
        Assert.True(Bar.AtLeast(statistic, good).Holds(Pairs));
        Assert.True(Bar.AtLeast(statistic, bad).Holds(Pairs));
        Assert.False(Bar.AtLeast(statistic, good + 0.1).Holds(Pairs));
    }

    [Fact]
    public void it_says_what_it_promises()
    {
        Assert.Equal("p95 ≤ 10 ms", Bar.AtMost(Statistic.P95, 10).InWords("ms"));
        Assert.Equal("ratio ≥ 0.8", Bar.AtLeast(Statistic.Ratio, 0.8).InWords("1/s"));
        Assert.Equal("difference ≤ 0.2 ms", Bar.AtMost(Statistic.Difference, 0.2).InWords("ms"));
    }

    [Fact]
    public void of_two_bars_both_have_to_hold()
    {
        var both = Bar.AtMost(Statistic.P50, 8).And(Bar.AtMost(Statistic.P99, 9));

        Assert.True(both.Holds(Pairs));
        Assert.False(Bar.AtMost(Statistic.P50, 7).And(Bar.AtMost(Statistic.P99, 9)).Holds(Pairs));
        Assert.False(Bar.AtMost(Statistic.P50, 8).And(Bar.AtMost(Statistic.P99, 8)).Holds(Pairs));
        Assert.False(both.And(Bar.AtLeast(Statistic.Ratio, 1)).Holds(Pairs));
        Assert.Equal("p50 ≤ 8 ms, p99 ≤ 9 ms", both.InWords("ms"));
    }

    [Fact]
    public void without_a_reference_there_is_no_ratio_to_judge() =>
        Assert.Throws<InvalidOperationException>(() => Bar.AtMost(Statistic.Ratio, 1).Holds(Measurement.Of(new SampleSet([1]))));
}
