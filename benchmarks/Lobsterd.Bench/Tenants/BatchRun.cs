using System.Diagnostics;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>Many tenants that are asked for at once, again and again: how much longer the slowest waits than the middle one, and whether they hinder each other.</summary>
/// <param name="Tail">The 99th's wait of 100, in waits of the 50th.</param>
/// <param name="Whole">A whole batch, in single births times their number.</param>
internal sealed record BatchRun(SampleSet Tail, SampleSet Whole)
{
    private const int Singles = 11;

    /// <summary>The figures that are read from batches of one kind.</summary>
    /// <param name="ofTemplate">50 from a template; else 100 through jailer and API.</param>
    internal static IReadOnlyList<IFigure> Figures(bool ofTemplate)
    {
        var (tenants, tail, whole, machine) = ofTemplate
            ? (50, "batch.template-tail", "batch.template-whole", Machine.Null)
            : (100, "batch.tail", "batch.whole", Machine.StandinNull);
        var run = new SharedRun<BatchRun>((effort, _, cancellationToken) => TakeAsync(tenants, ofTemplate, effort, cancellationToken));
        var words = $"{tenants} tenants at once {(ofTemplate ? "from one template" : "through jailer and API")}";
        return
        [
            new SharedFigure<BatchRun>(run, batch => Measurement.Of(batch.Tail))
            {
                Subject = Subject.Of(tail, machine),
                Summary = $"{words}: the 99th's wait of 100, in waits of the 50th",
                Unit = "",
                Bar = Bar.AtMost(Statistic.P50, 2.5),
            },
            new SharedFigure<BatchRun>(run, batch => Measurement.Of(batch.Whole))
            {
                Subject = Subject.Of(whole, machine),
                Summary = $"{words}: the whole batch, in single births times their number",
                Unit = "",
                Bar = Bar.AtMost(Statistic.P50, 1),
            },
        ];
    }

    private static Task<Result<BatchRun, LobsterError>> TakeAsync(int tenants, bool ofTemplate, Effort effort, CancellationToken cancellationToken) => BenchStand.MeasureAsync(
        ofTemplate ? StandMachine.Null : StandMachine.FirecrackerNull,
        async stand =>
        {
            var tails = new List<double>();
            var wholes = await SoloRun.TakeAsync(
                new SoloPlan(Samples: 5).At(effort),
                BenchStand.Sample(async token =>
                {
                    var single = await SingleMsAsync(stand, token);
                    var (tail, wholeMs) = await AtOnceAsync(stand, tenants, token);
                    tails.Add(tail);
                    return wholeMs / (tenants * single);
                }),
                cancellationToken);

            // Those before were to warm up.
            return wholes.Map(whole => new BatchRun(new SampleSet(tails.TakeLast(whole.Count)), whole));
        },
        cancellationToken,
        ofTemplate: ofTemplate);

    // The middle one of some, one after the other.
    private static async Task<double> SingleMsAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var singles = new List<double>();
        while (singles.Count < Singles)
        {
            var start = Stopwatch.GetTimestamp();
            _ = (await stand.Reef.SpawnAsync("single", cancellationToken)).Succeeded();
            singles.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            _ = (await stand.Reef.EvictAsync("single", cancellationToken)).Succeeded();
        }

        return new SampleSet(singles).Percentile(50);
    }

    private static async Task<(double Tail, double WholeMs)> AtOnceAsync(ServiceStand stand, int tenants, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(1, tenants).Select(number => $"t{number}").ToList();
        var start = Stopwatch.GetTimestamp();
        var waits = await Task.WhenAll(names.Select(async name =>
        {
            _ = (await stand.Reef.SpawnAsync(name, cancellationToken)).Succeeded();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }));
        var whole = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        var slots = (await stand.Reef.ListAsync(cancellationToken)).Select(tenant => tenant.Slot).Distinct().Count();
        if (slots != tenants) throw new InvalidOperationException($"{tenants} tenants have {slots} slots");
        foreach (var outcome in await Task.WhenAll(names.Select(name => stand.Reef.EvictAsync(name, cancellationToken)))) _ = outcome.Succeeded();
        var sorted = new SampleSet(waits);
        return (sorted.Percentile(99) / sorted.Percentile(50), whole);
    }
}
