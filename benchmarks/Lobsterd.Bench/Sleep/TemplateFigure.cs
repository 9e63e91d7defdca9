using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Sleep;

/// <summary>What a template spares a spawn.</summary>
internal sealed class TemplateFigure : IFigure
{
    public Subject Subject { get; } = Subject.SpawnTime("template", Machine.Qemu);

    public string Summary => "a spawn from a template to its gateway's first byte at its URL, against a cold one";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 0.12);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => BenchStand.MeasureAsync(
        StandMachine.Qemu,
        cold => BenchStand.MeasureAsync(
            StandMachine.Qemu,
            async warm => await PairedRun.TakeAsync(
                new PairPlan { MostPairs = 10 }.At(effort),
                BenchStand.Sample(token => BenchStand.SpawnToFirstByteMsAsync(cold, token)),
                BenchStand.Sample(token => BenchStand.SpawnToFirstByteMsAsync(warm, token)),
                cancellationToken).Map(Measurement.Of),
            cancellationToken,
            ofTemplate: true,
            hasPool: true),
        cancellationToken);
}
