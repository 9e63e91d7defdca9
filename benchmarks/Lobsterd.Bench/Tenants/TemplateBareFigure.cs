using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>How much longer a spawn from a template takes than a bare script that restores, claims and asks the same VM.</summary>
internal sealed class TemplateBareFigure : IFigure
{
    public Subject Subject { get; } = Subject.SpawnTime("template-bare", Machine.Qemu);

    public string Summary => "a spawn from a template to its gateway's first byte at its URL, against a bare script that restores the template with the same QEMU command line, claims, and starts the workload";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 1.25);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        StepTimes.TellAsync(
            progress,
            steps => BenchStand.MeasureAsync(StandMachine.Qemu, stand => CompareAsync(stand, steps, effort, cancellationToken), cancellationToken, ofTemplate: true, hasPool: true));

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, StepTimes steps, Effort effort, CancellationToken cancellationToken)
    {
        using var host = await BareHost.LikeAsync(stand, cancellationToken);
        var bare = new BareSpawn(host);
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 16, WarmUps = 2 }.At(effort),
            BenchStand.Sample(bare.FirstByteMsAsync),
            BenchStand.Sample(token => BenchStand.SpawnToFirstByteMsAsync(stand, token, steps)),
            cancellationToken).Map(Measurement.Of);
    }
}
