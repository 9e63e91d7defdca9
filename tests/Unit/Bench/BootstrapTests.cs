using CsCheck;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Bench.Runner.Statistics;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class BootstrapTests
{
    private static readonly Gen<double[]> Values = Gen.Double[-1_000, 1_000].Array[2, 40];

    [Fact]
    public void the_interval_holds_the_median_and_no_more_than_the_samples() => Values.Sample(
        values =>
        {
            var samples = new SampleSet(values);
            var interval = Bootstrap.MedianInterval(samples);
            var (least, most) = samples.Range;
            return interval.Contains(samples.Median) && interval.Low >= least && interval.High <= most;
        },
        iter: 200);

    [Fact]
    public void the_same_samples_give_the_same_interval_in_any_order() => Values.Sample(
        values => Bootstrap.MedianInterval(new SampleSet(values)) == Bootstrap.MedianInterval(new SampleSet(values.Reverse())),
        iter: 50);

    [Fact]
    public void shifting_the_samples_shifts_the_interval() => Gen.Select(Gen.Int[-1_000, 1_000].Array[2, 40], Gen.Int[-1_000, 1_000]).Sample(
        (values, shift) =>
        {
            var before = Bootstrap.MedianInterval(new SampleSet(values.Select(value => (double)value)));
            var after = Bootstrap.MedianInterval(new SampleSet(values.Select(value => (double)value + shift)));
            return after == new Interval(before.Low + shift, before.High + shift);
        },
        iter: 50);

    [Fact]
    public void equal_samples_leave_no_doubt() =>
        Assert.Equal(new Interval(7, 7), Bootstrap.MedianInterval(new SampleSet(Enumerable.Repeat(7.0, 12))));

    /// <summary>Times as they are: mostly alike, with a long tail. The true median of exp(N(0, 1)) is 1.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(30)]
    [InlineData(61)]
    public void about_95_of_100_intervals_hold_the_true_median(int size)
    {
        const int Trials = 300;
        var random = new Random(20_261_101 + size);
        var hits = Enumerable.Range(0, Trials).Count(_ =>
            Bootstrap.MedianInterval(new SampleSet(Enumerable.Range(0, size).Select(_ => Math.Exp(Normal(random))))).Contains(1));

        Assert.InRange(hits, 0.91 * Trials, 0.985 * Trials);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
