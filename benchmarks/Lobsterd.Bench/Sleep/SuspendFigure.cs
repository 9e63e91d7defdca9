using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Sleep;

/// <summary>How long an idle tenant of a template takes to be on disk and out of memory, once its guest is quiet.</summary>
internal sealed class SuspendFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("suspend.beyond-quiet", Machine.Qemu);

    public string Summary => "an idle tenant of a template goes to sleep, what was written being on the disk, without the time that its guest takes to be quiet";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 80);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => StepTimes.TellAsync(
        progress,
        steps => Sleeper.SoloAsync(
            StandMachine.Qemu,
            new SoloPlan(Samples: 20, WarmUps: 2).At(effort),
            async (stand, token) =>
            {
                var asleep = steps.Add(await Sleeper.SuspendAsync(stand, token));
                _ = await Sleeper.ResumeAsync(stand, token);
                return OwnWork.WholeMs(asleep) - asleep.ElapsedMsOf("quiet");
            },
            cancellationToken));
}
