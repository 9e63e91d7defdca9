using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What a whole new tenant costs inside the service when nothing has to boot.</summary>
internal sealed class ServiceBirthFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("birth.service", Machine.Null);

    public string Summary => "a new tenant from admission to commit, as the operation itself tells it";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 20);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => StepTimes.TellAsync(
        progress,
        steps => BenchStand.SoloAsync(
            StandMachine.Null,
            new SoloPlan(Samples: 50, WarmUps: 20).At(effort),
            async (stand, token) => OwnWork.WholeMs(steps.Add(await BenchStand.BirthAsync(stand, token))),
            cancellationToken));
}
