using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>What a host costs on which nearly everyone sleeps.</summary>
internal sealed class SleepersFigure : IFigure
{
    /// <summary>How many sleep on such a host, and how many are awake.</summary>
    internal const int Asleep = 1_000;
    internal const int Awake = 50;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Func<ServiceStand, CancellationToken, Task<double>> take;

    private SleepersFigure(string name, string summary, string unit, double bar, Func<ServiceStand, CancellationToken, Task<double>> take)
    {
        Subject = Subject.Of(name, Machine.Null);
        Summary = $"{summary}, with {Asleep} tenants asleep and {Awake} awake";
        Unit = unit;
        Bar = Runner.Figures.Bar.AtMost(Statistic.P50, bar);
        this.take = take;
    }

    public Subject Subject { get; }

    public string Summary { get; }

    public string Unit { get; }

    public Bar? Bar { get; }

    /// <summary>Processor time of service and edge over a minute.</summary>
    internal static SleepersFigure Cpu() => new("asleep.cpu",
        "the part of one core that service and edge take over a minute", "%", bar: 1,
        (stand, token) => ProcessCost.CpuPercentAsync(ProcessCost.OfBoth(stand), Window, token));

    /// <summary>Memory of service and edge.</summary>
    internal static SleepersFigure Memory() => new("asleep.memory",
        "proportional memory of service and edge", "MB", bar: 200,
        (stand, _) => Task.FromResult(ProcessCost.ProportionalMegabytes(ProcessCost.OfBoth(stand))));

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => Crowd.MeasureAsync(
        Awake,
        async stand =>
        {
            progress.Report($"  putting {Asleep} tenants to sleep");
            await FallAsleepAsync(stand, Asleep, cancellationToken);
            await Crowd.SettleAsync(stand, cancellationToken);
            return await SoloRun.TakeAsync(new SoloPlan(Samples: 1, WarmUps: 0), BenchStand.Sample(token => take(stand, token)), cancellationToken).Map(Measurement.Of);
        },
        cancellationToken);

    /// <summary>Spawns so many more tenants, each of which is put to sleep.</summary>
    internal static Task FallAsleepAsync(ServiceStand stand, int count, CancellationToken cancellationToken) => Crowd.ForEachAsync("s", count, async (name, token) =>
    {
        _ = (await stand.Reef.SpawnAsync(name, token)).Succeeded();
        _ = (await stand.Reef.SuspendAsync(name, token)).Succeeded();
    }, cancellationToken);
}
