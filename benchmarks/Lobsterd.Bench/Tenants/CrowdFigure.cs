using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>Whether a new tenant costs more on a full host than on an empty one.</summary>
internal sealed class CrowdFigure : IFigure
{
    private const int Few = 10;
    private const int Many = 500;
    private const int AtOnce = 8;

    public Subject Subject { get; } = Subject.Of("birth.crowd", Machine.Null);

    public string Summary => $"a new tenant on a host of {Many}, against one on a host of {Few}, inside the service";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 1.4);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            StandMachine.Null,
            few => BenchStand.MeasureAsync(StandMachine.Null, many => CompareAsync(few, many, effort, progress, cancellationToken), cancellationToken),
            cancellationToken);

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(
        ServiceStand few, ServiceStand many, Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report($"  filling the hosts with {Few} and {Many} tenants");
        await FillAsync(few, Few, cancellationToken);
        await FillAsync(many, Many, cancellationToken);
        var plan = new PairPlan { MostPairs = 100, WarmUps = 10, RatioWidth = 0.1 }.At(effort);
        return await PairedRun.TakeAsync(plan, BirthIn(few), BirthIn(many), cancellationToken).Map(Measurement.Of);
    }

    private static Task FillAsync(ServiceStand stand, int count, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (number, token) => _ = (await stand.Reef.SpawnAsync($"t{number}", token)).Succeeded());

    private static TakeSample BirthIn(ServiceStand stand) =>
        BenchStand.Sample(async token => OwnWork.WholeMs(await BenchStand.BirthAsync(stand, token)));
}
