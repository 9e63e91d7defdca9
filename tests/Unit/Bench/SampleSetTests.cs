using CsCheck;
using Lobsterd.Bench.Runner.Samples;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class SampleSetTests
{
    private static readonly Gen<double[]> Values = Gen.Double[-1e6, 1e6].Array[1, 200];

    [Theory]
    [InlineData(50, 2)]
    [InlineData(75, 3)]
    [InlineData(76, 4)]
    [InlineData(95, 4)]
    [InlineData(100, 4)]
    [InlineData(0.1, 1)]
    public void a_percentile_is_the_nearest_rank(double percent, double expected) =>
        Assert.Equal(expected, new SampleSet([4, 2, 1, 3]).Percentile(percent));

    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 4, 1 }, 2.5)]
    [InlineData(new double[] { 9, 1, 2 }, 2)]
    public void a_median_lies_in_the_middle(double[] values, double expected) => Assert.Equal(expected, new SampleSet(values).Median);

    [Fact]
    public void a_percentile_was_measured_and_is_not_exceeded_by_its_part() => Gen.Select(Values, Gen.Double[0.1, 100]).Sample((values, percent) =>
    {
        var found = new SampleSet(values).Percentile(percent);
        return values.Contains(found) && values.Count(value => value <= found) >= percent / 100 * values.Length;
    });

    [Fact]
    public void what_is_no_number_or_no_sample_is_refused()
    {
        _ = Assert.Throws<ArgumentException>(() => new SampleSet([]));
        _ = Assert.Throws<ArgumentException>(() => new SampleSet([1, double.NaN]));
        _ = Assert.Throws<ArgumentException>(() => new PairedSamples([(0, 1)]));
    }
}
