using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What lobsterd itself does for a new tenant.</summary>
internal sealed class BirthOwnFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("birth.own-work", Machine.Null);

    public string Summary => "a new tenant, as the operation itself tells it, without the machine's own start and its guest's answers";

    public string Unit => "ms";

    public Bar? Bar { get; } = OwnWork.Bar;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => StepTimes.TellAsync(
        progress,
        steps => BenchStand.SoloAsync(
            StandMachine.Null,
            new SoloPlan(OwnWork.Samples, WarmUps: 20).At(effort),
            async (stand, token) => OwnWork.WithoutMachineMs(steps.Add(await BenchStand.BirthAsync(stand, token))),
            cancellationToken));
}
