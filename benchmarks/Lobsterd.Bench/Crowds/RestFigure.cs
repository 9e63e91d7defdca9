using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>What a host full of healthy tenants costs while nothing happens, the watchdog included.</summary>
internal sealed class RestFigure : IFigure
{
    private const int Tenants = 500;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Func<ServiceStand, CancellationToken, Task<double>> take;

    private RestFigure(string name, string summary, string unit, double bar, Func<ServiceStand, CancellationToken, Task<double>> take)
    {
        Subject = Subject.Of(name, Machine.Null);
        Summary = $"{summary}, with {Tenants} healthy tenants at rest and the watchdog on";
        Unit = unit;
        Bar = Runner.Figures.Bar.AtMost(Statistic.P50, bar);
        this.take = take;
    }

    public Subject Subject { get; }

    public string Summary { get; }

    public string Unit { get; }

    public Bar? Bar { get; }

    /// <summary>The service's processor time over a minute.</summary>
    internal static RestFigure Cpu() => new("rest.cpu",
        "the service's part of one core over a minute", "%", bar: 1,
        (stand, token) => ProcessCost.CpuPercentAsync([stand.Service!.Pid], Window, token));

    /// <summary>The service's memory.</summary>
    internal static RestFigure Memory() => new("rest.memory",
        "the service's proportional memory", "MB", bar: 150,
        (stand, _) => Task.FromResult(ProcessCost.ProportionalMegabytes([stand.Service!.Pid])));

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => Crowd.MeasureAsync(
        Tenants,
        stand => SoloRun.TakeAsync(new SoloPlan(Samples: 1, WarmUps: 0), BenchStand.Sample(token => take(stand, token)), cancellationToken).Map(Measurement.Of),
        cancellationToken);
}
