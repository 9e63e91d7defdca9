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
    // The machine's own start, and its guest's answer.
    private static readonly string[] MachineSteps = ["restore", "wake"];

    public Subject Subject { get; } = Subject.Of("resume.own-work", Machine.Null);

    public string Summary => "a tenant is resumed, as the operation itself tells it, without the machine's own start and its guest's answer";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 15);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var steps = new StepTimes();
        return Sleeper.MeasureAsync(
            StandMachine.Null,
            stand => SoloRun.TakeAsync(
                new SoloPlan(Samples: 50, WarmUps: 10).At(effort),
                BenchStand.Sample(async token =>
                {
                    _ = (await stand.Reef.SuspendAsync(Sleeper.Name, token)).Succeeded();
                    var awake = steps.Add((await stand.Reef.ResumeAsync(Sleeper.Name, token)).Succeeded());
                    return OwnWork.WholeMs(awake) - MachineSteps.Sum(awake.ElapsedMsOf);
                }),
                cancellationToken).Map(Measurement.Of),
            cancellationToken).Tap(_ => progress.Report("  " + steps.Words()));
    }
}
