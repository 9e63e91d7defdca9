using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What it takes to evict a tenant whose VM runs, the proof that nothing is left included.</summary>
internal sealed class EvictFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("evict.whole", Machine.Qemu);

    public string Summary => "an eviction that kills, from the request to the end of its operation";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 150);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.SoloAsync(
            StandMachine.Qemu,
            new SoloPlan(Samples: 8).At(effort),
            BenchStand.EvictionMsAsync,
            cancellationToken);
}
