using System.Diagnostics;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>Many tenants that are asked for at once: how much longer the slowest waits than the middle one, or whether they hinder each other.</summary>
internal sealed class BatchFigure : IFigure
{
    private readonly bool isTail;
    private readonly bool isOfTemplate;
    private readonly int tenants;

    private BatchFigure(string name, string summary, bool isTail, bool ofTemplate)
    {
        (this.isTail, isOfTemplate, tenants) = (isTail, ofTemplate, ofTemplate ? 50 : 100);
        Subject = Subject.Of(name, ofTemplate ? Machine.Null : Machine.StandinNull);
        Summary = $"{tenants} tenants at once {(ofTemplate ? "from one template" : "through jailer and API")}: {summary}";
    }

    public Subject Subject { get; }

    public string Summary { get; }

    public string Unit => "";

    public Bar? Bar => Runner.Figures.Bar.AtMost(Statistic.P50, isTail ? 2.5 : 1);

    /// <summary>How long the slowest waits.</summary>
    /// <param name="ofTemplate">From a template; else through jailer and API.</param>
    internal static BatchFigure Tail(bool ofTemplate) =>
        new(ofTemplate ? "batch.template-tail" : "batch.tail", "the 99th's wait of 100, in waits of the 50th", isTail: true, ofTemplate);

    /// <summary>How long all take, against as many tenants one after the other.</summary>
    /// <param name="ofTemplate">From a template; else through jailer and API.</param>
    internal static BatchFigure Whole(bool ofTemplate) =>
        new(ofTemplate ? "batch.template-whole" : "batch.whole", "the whole batch, in single births times their number", isTail: false, ofTemplate);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => BenchStand.MeasureAsync(
        isOfTemplate ? StandMachine.Null : StandMachine.FirecrackerNull,
        stand => SoloRun.TakeAsync(
            new SoloPlan(Samples: 5, WarmUps: 1).At(effort),
            BenchStand.Sample(async token => isTail ? (await RunAsync(stand, token)).Tail : await WholeAsync(stand, token)),
            cancellationToken).Map(Measurement.Of),
        cancellationToken,
        ofTemplate: isOfTemplate);

    private async Task<double> WholeAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var singles = new List<double>();
        while (singles.Count < 11)
        {
            var start = Stopwatch.GetTimestamp();
            _ = (await stand.Reef.SpawnAsync("single", cancellationToken)).Succeeded();
            singles.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            _ = (await stand.Reef.EvictAsync("single", cancellationToken)).Succeeded();
        }

        return (await RunAsync(stand, cancellationToken)).WholeMs / (tenants * new SampleSet(singles).Percentile(50));
    }

    private async Task<(double Tail, double WholeMs)> RunAsync(ServiceStand stand, CancellationToken cancellationToken)
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
        var sorted = new SampleSet([.. waits]);
        return (sorted.Percentile(99) / sorted.Percentile(50), whole);
    }
}
