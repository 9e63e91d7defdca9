using System.Diagnostics;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>A hundred tenants that are asked for at once: how much longer the slowest waits than the middle one, or whether they hinder each other.</summary>
/// <param name="ofTail">The slowest against the middle one; else the whole batch against as many tenants one after the other.</param>
internal sealed class BatchFigure(bool ofTail) : IFigure
{
    private const int Tenants = 100;

    public Subject Subject { get; } = Subject.Of(ofTail ? "batch.tail" : "batch.whole", Machine.StandinNull);

    public string Summary => ofTail
        ? $"{Tenants} tenants at once through jailer and API: the 99th's wait, in waits of the 50th"
        : $"{Tenants} tenants at once through jailer and API: the whole batch, in single births times {Tenants}";

    public string Unit => "";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, ofTail ? 2.5 : 1);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.SoloAsync(
            StandMachine.FirecrackerNull,
            new SoloPlan(Samples: 5, WarmUps: 1).At(effort),
            ofTail ? async (stand, token) => (await RunAsync(stand, token)).Tail : WholeAsync,
            cancellationToken);

    private static async Task<double> WholeAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var singles = new List<double>();
        while (singles.Count < 11)
        {
            var start = Stopwatch.GetTimestamp();
            _ = (await stand.Reef.SpawnAsync("single", cancellationToken)).Succeeded();
            singles.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            _ = (await stand.Reef.EvictAsync("single", cancellationToken)).Succeeded();
        }

        return (await RunAsync(stand, cancellationToken)).WholeMs / (Tenants * new SampleSet(singles).Percentile(50));
    }

    private static async Task<(double Tail, double WholeMs)> RunAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(1, Tenants).Select(number => $"t{number}").ToList();
        var start = Stopwatch.GetTimestamp();
        var waits = await Task.WhenAll(names.Select(async name =>
        {
            _ = (await stand.Reef.SpawnAsync(name, cancellationToken)).Succeeded();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }));
        var whole = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        var slots = (await stand.Reef.ListAsync(cancellationToken)).Select(tenant => tenant.Slot).Distinct().Count();
        if (slots != Tenants) throw new InvalidOperationException($"{Tenants} tenants have {slots} slots");
        foreach (var outcome in await Task.WhenAll(names.Select(name => stand.Reef.EvictAsync(name, cancellationToken)))) _ = outcome.Succeeded();
        var sorted = new SampleSet([.. waits]);
        return (sorted.Percentile(99) / sorted.Percentile(50), whole);
    }
}
