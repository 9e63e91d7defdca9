using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Bench.Sleep;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>A host on which nearly all tenants sleep: what it costs, and whether who sleeps among many waits longer for its wake than who sleeps among few.</summary>
/// <param name="CpuPercent">What service and edge take of one core over a minute.</param>
/// <param name="Megabytes">Their proportional memory.</param>
/// <param name="Wake">The 99th of a hundred wakes by a request there, in the 99th on a host with few.</param>
internal sealed record AsleepRun(SampleSet CpuPercent, SampleSet Megabytes, SampleSet Wake)
{
    private const int Asleep = 1_000;
    private const int Awake = 50;
    private const int Few = 10;
    private const int Wakes = 100;

    /// <summary>The figures that are read from one such host.</summary>
    internal static IReadOnlyList<IFigure> Figures()
    {
        var run = new SharedRun<AsleepRun>(TakeAsync);
        var words = $"{Asleep} tenants asleep and {Awake} awake";
        return
        [
            new SharedFigure<AsleepRun>(run, asleep => Measurement.Of(asleep.CpuPercent))
            {
                Subject = Subject.Of("asleep.cpu", Machine.Null),
                Summary = $"the part of one core that service and edge take over a minute, with {words}",
                Unit = "%",
                Bar = Bar.AtMost(Statistic.P50, 1),
            },
            new SharedFigure<AsleepRun>(run, asleep => Measurement.Of(asleep.Megabytes))
            {
                Subject = Subject.Of("asleep.memory", Machine.Null),
                Summary = $"proportional memory of service and edge, with {words}",
                Unit = "MB",
                Bar = Bar.AtMost(Statistic.P50, 200),
            },
            new SharedFigure<AsleepRun>(run, asleep => Measurement.Of(asleep.Wake))
            {
                Subject = Subject.Of("wake.crowd", Machine.Null),
                Summary = $"the 99th of {Wakes} wakes by a request, with {words}, against the 99th with {Few} others asleep",
                Unit = "",
                Bar = Bar.AtMost(Statistic.P50, 1.2),
            },
        ];
    }

    private static Task<Result<AsleepRun, LobsterError>> TakeAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => Crowd.MeasureAsync(
        1,
        few => Crowd.MeasureAsync(
            Awake,
            async many =>
            {
                progress.Report($"  putting {Few} and {Asleep} tenants to sleep");
                await PrepareAsync(few, Few, cancellationToken);
                await PrepareAsync(many, Asleep, cancellationToken);
                var both = ProcessCost.OfBoth(many);
                var cpu = await ProcessCost.CpuPercentAsync(both, ProcessCost.Minute, cancellationToken);
                var memory = ProcessCost.ProportionalBytes(both) / 1e6;
                var (amongFew, amongMany) = (new WakeTimes(few), new WakeTimes(many));
                return (await SoloRun.TakeAsync(new SoloPlan(Samples: 3).At(effort), BenchStand.Sample(token => RatioAsync(amongFew, amongMany, token)), cancellationToken))
                    .Tap(_ => progress.Report($"  among {Few}: {amongFew.Words()}\n  among {Asleep}: {amongMany.Words()}"))
                    .Map(wake => new AsleepRun(new SampleSet([cpu]), new SampleSet([memory]), wake));
            },
            cancellationToken),
        cancellationToken);

    private static async Task PrepareAsync(ServiceStand stand, int others, CancellationToken cancellationToken)
    {
        await Crowd.FallAsleepAsync(stand, others, cancellationToken);
        _ = (await stand.Reef.SpawnAsync(Sleeper.Name, cancellationToken)).Succeeded();
        await Crowd.SettleAsync(stand, cancellationToken);
    }

    // Turn by turn, so that what else the host does meets both alike.
    private static async Task<double> RatioAsync(WakeTimes amongFew, WakeTimes amongMany, CancellationToken cancellationToken)
    {
        var (few, many) = (new List<double>(), new List<double>());
        while (many.Count < Wakes)
        {
            few.Add(await amongFew.TakeAsync(cancellationToken));
            many.Add(await amongMany.TakeAsync(cancellationToken));
        }

        return new SampleSet(many).Percentile(99) / new SampleSet(few).Percentile(99);
    }
}
