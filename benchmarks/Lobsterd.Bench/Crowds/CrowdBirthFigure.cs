using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>Whether a new tenant costs more on a full host than on an empty one.</summary>
internal sealed class CrowdBirthFigure : IFigure
{
    private const int Few = 10;
    private const int Many = 500;

    public Subject Subject { get; } = Subject.Of("birth.crowd", Machine.Null);

    public string Summary => $"a new tenant on a host of {Many}, against one on a host of {Few}, inside the service";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 1.4);

    public bool IsBrief => false;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            StandMachine.Null,
            few => BenchStand.MeasureAsync(StandMachine.Null, many => CompareAsync(few, many, effort, progress, cancellationToken), cancellationToken),
            cancellationToken);

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(
        ServiceStand few, ServiceStand many, Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report($"  filling the hosts with {Few} and {Many} tenants");
        await Crowd.FillAsync(few, "t", Few, cancellationToken);
        await Crowd.FillAsync(many, "t", Many, cancellationToken);
        var plan = new PairPlan { MostPairs = 100, WarmUps = 10, RatioWidth = 0.1 }.At(effort);
        return await PairedRun.TakeAsync(plan, BirthIn(few), BirthIn(many), cancellationToken).Map(Measurement.Of);
    }

    private static TakeSample BirthIn(ServiceStand stand) =>
        BenchStand.Sample(async token => OwnWork.WholeMs(await BenchStand.BirthAsync(stand, token)));
}
