using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>What a host full of tenants costs while nothing happens, the watchdog included.</summary>
internal sealed class RestFigure : IFigure
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Full host;
    private readonly Func<IReadOnlyList<int>, CancellationToken, Task<double>> take;

    private RestFigure(string name, string summary, string unit, double bar, Full host, Func<IReadOnlyList<int>, CancellationToken, Task<double>> take)
    {
        Subject = Subject.Of(name, Machine.Null);
        Summary = $"{summary}, with {host.Words}";
        Unit = unit;
        Bar = Runner.Figures.Bar.AtMost(Statistic.P50, bar);
        (this.host, this.take) = (host, take);
    }

    public Subject Subject { get; }

    public string Summary { get; }

    public string Unit { get; }

    public Bar? Bar { get; }

    private static Full Healthy { get; } =
        new(Awake: 500, Asleep: 0, "500 healthy tenants at rest and the watchdog on", stand => [stand.Service!.Pid]);

    private static Full MostlyAsleep { get; } =
        new(Crowd.Awake, Crowd.Asleep, $"{Crowd.Asleep} tenants asleep and {Crowd.Awake} awake", ProcessCost.OfBoth);

    /// <summary>Processor time over a minute: of the service, where all are awake.</summary>
    internal static RestFigure Cpu() => CpuOf("rest.cpu", "the service's part of one core over a minute", Healthy);

    /// <summary>Memory of the service, where all are awake.</summary>
    internal static RestFigure Memory() => MemoryOf("rest.memory", "the service's proportional memory", bar: 150, Healthy);

    /// <summary>Processor time over a minute: of service and edge, where nearly all sleep.</summary>
    internal static RestFigure AsleepCpu() => CpuOf("asleep.cpu", "the part of one core that service and edge take over a minute", MostlyAsleep);

    /// <summary>Memory of service and edge, where nearly all sleep.</summary>
    internal static RestFigure AsleepMemory() => MemoryOf("asleep.memory", "proportional memory of service and edge", bar: 200, MostlyAsleep);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => Crowd.MeasureAsync(
        host.Awake,
        async stand =>
        {
            if (host.Asleep > 0)
            {
                progress.Report($"  putting {host.Asleep} tenants to sleep");
                await Crowd.FallAsleepAsync(stand, host.Asleep, cancellationToken);
                await Crowd.SettleAsync(stand, cancellationToken);
            }

            return await SoloRun.TakeAsync(
                new SoloPlan(Samples: 1, WarmUps: 0), BenchStand.Sample(token => take(host.Measured(stand), token)), cancellationToken).Map(Measurement.Of);
        },
        cancellationToken);

    private static RestFigure CpuOf(string name, string summary, Full host) =>
        new(name, summary, "%", bar: 1, host, (pids, token) => ProcessCost.CpuPercentAsync(pids, Window, token));

    private static RestFigure MemoryOf(string name, string summary, double bar, Full host) =>
        new(name, summary, "MB", bar, host, (pids, _) => Task.FromResult(ProcessCost.ProportionalBytes(pids) / 1e6));

    /// <summary>A host, and whose cost on it counts.</summary>
    private sealed record Full(int Awake, int Asleep, string Words, Func<ServiceStand, IReadOnlyList<int>> Measured);
}
