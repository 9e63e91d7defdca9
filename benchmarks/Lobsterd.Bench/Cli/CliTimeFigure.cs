using CSharpFunctionalExtensions;
using Lobsterd.Bench.Crowds;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Cli;

/// <summary>How long a person waits for an answer of the command line, beside a service with tenants.</summary>
/// <param name="name">The figure's name.</param>
/// <param name="arguments">What is asked.</param>
/// <param name="tenants">How many tenants the service has.</param>
/// <param name="bar">What 95 of 100 runs keep to, in ms.</param>
internal sealed class CliTimeFigure(string name, IReadOnlyList<string> arguments, int tenants, double bar) : IFigure
{
    // The runtime compiles what answers a listing once more when it has answered a hundred.
    private const int WarmUps = 150;

    public Subject Subject { get; } = Subject.Of(name, Machine.Null);

    public string Summary => $"lobsterd {string.Join(' ', arguments)}, from its exec to its exit, beside {tenants} tenants";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P95, bar);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        Crowd.MeasureAsync(
            tenants,
            stand => SoloRun.TakeAsync(
                new SoloPlan(Samples: 200, WarmUps).At(effort),
                BenchStand.Sample(_ => Task.FromResult(CliRun.Take(stand, arguments).Elapsed.TotalMilliseconds)),
                cancellationToken).Map(Measurement.Of),
            cancellationToken);
}
