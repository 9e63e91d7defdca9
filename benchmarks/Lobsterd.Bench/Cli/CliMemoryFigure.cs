using CSharpFunctionalExtensions;
using Lobsterd.Bench.Crowds;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Cli;

/// <summary>How much memory the command line holds at most.</summary>
internal sealed class CliMemoryFigure : IFigure
{
    private const int Tenants = 20;
    private const double KibPerMegabyte = 1_000_000.0 / 1_024;

    public Subject Subject { get; } = Subject.Of("cli.peak-memory", Machine.Null);

    public string Summary => $"peak resident memory of lobsterd tank --json beside {Tenants} tenants";

    public string Unit => "MB";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P99, 18);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        Crowd.MeasureAsync(
            Tenants,
            stand => SoloRun.TakeAsync(
                new SoloPlan(Samples: 50, WarmUps: 2).At(effort),
                BenchStand.Sample(async token => (await CliRun.WatchAsync(stand, ["tank", "--json"], token)).PeakKib / KibPerMegabyte),
                cancellationToken).Map(Measurement.Of),
            cancellationToken);
}
