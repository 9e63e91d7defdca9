using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Sleep;

/// <summary>What lobsterd itself does while a tenant wakes.</summary>
internal sealed class ResumeOwnFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("resume.own-work", Machine.Null);

    public string Summary => "a tenant is resumed, as the operation itself tells it, without the machine's own start and its guest's answer";

    public string Unit => "ms";

    public Bar? Bar { get; } = OwnWork.Bar;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => StepTimes.TellAsync(
        progress,
        steps => Sleeper.SoloAsync(
            StandMachine.Null,
            new SoloPlan(OwnWork.Samples, WarmUps: 10).At(effort),
            async (stand, token) =>
            {
                _ = await Sleeper.SuspendAsync(stand, token);
                var awake = steps.Add(await Sleeper.ResumeAsync(stand, token));
                return OwnWork.WithoutMachineMs(awake);
            },
            cancellationToken));
}
