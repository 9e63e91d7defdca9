using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class PairedRunTests
{
    private static readonly LobsterError Broken = new(BenchErrors.SampleFailed, "it fell over");

    private readonly List<string> taken = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_order_turns_with_every_pair()
    {
        var plan = new PairPlan { MostPairs = 10, WarmUps = 1 };

        var pairs = (await PairedRun.TakeAsync(plan, Sample("r", _ => 1), Sample("s", _ => 3), Token)).Value;

        Assert.Equal(string.Join('|', Enumerable.Range(0, 11).Select(pair => pair % 2 == 0 ? "s r" : "r s")), string.Join('|', taken.Chunk(2).Select(pair => string.Join(' ', pair))));
        Assert.Equal((10, 1, 3), (pairs.Subject.Count, pairs.Reference.Median, pairs.Subject.Median));
        Assert.Equal((2, 3), (pairs.Differences.Median, pairs.Ratios.Median));
    }

    [Fact]
    public async Task warm_ups_are_thrown_away()
    {
        var plan = new PairPlan { MostPairs = 10, WarmUps = 3 };

        var pairs = (await PairedRun.TakeAsync(plan, Sample("r", _ => 1), Sample("s", count => count <= 3 ? 1_000 : 2), Token)).Value;

        Assert.Equal((2.0, 2.0), pairs.Subject.Range);
    }

    [Fact]
    public async Task a_narrow_interval_ends_the_run()
    {
        var plan = new PairPlan { MostPairs = 30, WarmUps = 0, DifferenceWidth = 0.1 };

        var pairs = (await PairedRun.TakeAsync(plan, Sample("r", count => count), Sample("s", count => count + 5), Token)).Value;

        Assert.Equal(PairPlan.FewestPairs, pairs.Subject.Count);
    }

    [Fact]
    public async Task a_wide_interval_goes_on_to_the_last_pair_and_no_further()
    {
        var plan = new PairPlan { MostPairs = 30, WarmUps = 0, RatioWidth = 0.001 };

        var pairs = (await PairedRun.TakeAsync(plan, Sample("r", _ => 1), Sample("s", count => count), Token)).Value;

        Assert.Equal(30, pairs.Subject.Count);
    }

    [Fact]
    public async Task both_widths_must_be_reached_where_both_are_asked_for()
    {
        var plan = new PairPlan { MostPairs = 12, WarmUps = 0, DifferenceWidth = 1_000, RatioWidth = 0.001 };

        var pairs = (await PairedRun.TakeAsync(plan, Sample("r", _ => 1), Sample("s", count => count), Token)).Value;

        Assert.Equal(12, pairs.Subject.Count);
    }

    [Theory]
    [InlineData("r")]
    [InlineData("s")]
    public async Task the_first_failure_ends_the_run(string failing)
    {
        var plan = new PairPlan { MostPairs = 10, WarmUps = 0 };
        TakeSample Failing(string name) => Sample(name, count => name == failing && count == 3 ? Broken : Result.Success<double, LobsterError>(1));

        var run = await PairedRun.TakeAsync(plan, Failing("r"), Failing("s"), Token);

        Assert.Equal(Broken, run.Error);
        Assert.Equal(3, taken.Count(name => name == failing));
    }

    [Fact]
    public async Task solo_samples_are_counted_after_the_warm_ups()
    {
        var samples = (await SoloRun.TakeAsync(new SoloPlan(4, WarmUps: 2), Sample("s", count => count), Token)).Value;

        Assert.Equal((4, (3.0, 6.0)), (samples.Count, samples.Range));
        Assert.Equal(Broken, (await SoloRun.TakeAsync(new SoloPlan(4), Sample("s", _ => Broken), Token)).Error);
    }

    [Fact]
    public void a_quick_look_takes_a_fifth()
    {
        Assert.Equal(10, new SoloPlan(50).At(Effort.Quick).Samples);
        Assert.Equal(1, new SoloPlan(3).At(Effort.Quick).Samples);
        Assert.Equal(40, new PairPlan { MostPairs = 200 }.At(Effort.Quick).MostPairs);
        Assert.Equal(PairPlan.FewestOfALook, new PairPlan { MostPairs = 20, RatioWidth = 0.1 }.At(Effort.Quick).MostPairs);
        Assert.Equal(50, new SoloPlan(50).At(Effort.Full).Samples);
    }

    private TakeSample Sample(string name, Func<int, Result<double, LobsterError>> value)
    {
        var count = 0;
        return _ =>
        {
            taken.Add(name);
            return Task.FromResult(value(++count));
        };
    }
}
