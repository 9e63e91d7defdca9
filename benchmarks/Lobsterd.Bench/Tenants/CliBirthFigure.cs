using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What a whole new tenant costs as the command line sees it when nothing has to boot.</summary>
internal sealed class CliBirthFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("birth.cli", Machine.Null);

    public string Summary => "a new tenant by the command line, from its exec to its exit";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 40);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.SoloAsync(
            StandMachine.Null,
            new SoloPlan(Samples: 50, WarmUps: 20).At(effort),
            BenchStand.CliBirthMsAsync,
            cancellationToken);
}
