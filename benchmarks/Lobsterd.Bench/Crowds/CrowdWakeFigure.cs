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

/// <summary>Whether who sleeps among many waits longer for its wake than who sleeps among few.</summary>
internal sealed class CrowdWakeFigure : IFigure
{
    private const int Few = 10;
    private const int Wakes = 100;

    public Subject Subject { get; } = Subject.Of("wake.crowd", Machine.Null);

    public string Summary =>
        $"the 99th of {Wakes} wakes by a request, with {Crowd.Asleep} others asleep and {Crowd.Awake} awake, against the 99th with {Few} others asleep";

    public string Unit => "";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 1.2);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => Crowd.MeasureAsync(
        1,
        few => Crowd.MeasureAsync(
            Crowd.Awake,
            async many =>
            {
                progress.Report($"  putting {Few} and {Crowd.Asleep} tenants to sleep");
                await PrepareAsync(few, Few, cancellationToken);
                await PrepareAsync(many, Crowd.Asleep, cancellationToken);
                return await SoloRun.TakeAsync(
                    new SoloPlan(Samples: 5, WarmUps: 1).At(effort), BenchStand.Sample(token => RatioAsync(few, many, token)), cancellationToken).Map(Measurement.Of);
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
    private static async Task<double> RatioAsync(ServiceStand few, ServiceStand many, CancellationToken cancellationToken)
    {
        var (amongFew, amongMany) = (new List<double>(), new List<double>());
        while (amongMany.Count < Wakes)
        {
            amongFew.Add(await Sleeper.FirstByteMsAsync(few, isResumedFirst: false, cancellationToken));
            amongMany.Add(await Sleeper.FirstByteMsAsync(many, isResumedFirst: false, cancellationToken));
        }

        return new SampleSet(amongMany).Percentile(99) / new SampleSet(amongFew).Percentile(99);
    }
}
