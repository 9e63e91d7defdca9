using CSharpFunctionalExtensions;
using Lobsterd.Bench.Crowds;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

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

    /// <summary>A listing of all tenants.</summary>
    internal static readonly IReadOnlyList<string> Tank = ["tank", "--json"];

    public Subject Subject { get; } = Subject.Of(name, Machine.Null);

    public string Summary => SummaryOf(arguments, tenants);

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P95, bar);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        Crowd.MeasureAsync(tenants, stand => TakeAsync(stand, arguments, effort, cancellationToken).Map(Measurement.Of), cancellationToken);

    /// <summary>What is timed, in words.</summary>
    internal static string SummaryOf(IReadOnlyList<string> arguments, int tenants) => $"lobsterd {string.Join(' ', arguments)}, from its exec to its exit, beside {tenants} tenants";

    /// <summary>Takes its samples on a host that is full already, in ms.</summary>
    internal static Task<Result<SampleSet, LobsterError>> TakeAsync(ServiceStand stand, IReadOnlyList<string> arguments, Effort effort, CancellationToken cancellationToken) => SoloRun.TakeAsync(
        new SoloPlan(Samples: 200, WarmUps).At(effort),
        BenchStand.Sample(_ => Task.FromResult(CliRun.Take(stand, arguments).Elapsed.TotalMilliseconds)),
        cancellationToken);
}
