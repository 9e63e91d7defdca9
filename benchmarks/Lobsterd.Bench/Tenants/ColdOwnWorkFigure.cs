using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What of a cold spawn is lobsterd's own work: all of the operation but the guest's boot and its workload's answer.</summary>
internal sealed class ColdOwnWorkFigure : IFigure
{
    private readonly bool hasPool;

    private ColdOwnWorkFigure(Subject subject, bool hasPool) => (Subject, this.hasPool) = (subject, hasPool);

    public Subject Subject { get; }

    public string Summary => "a cold spawn without the guest's own boot and answer: the operation's time less the spans of agent and workload"
        + (hasPool ? "" : "; no hypervisor waits for it");

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 150);

    /// <summary>As lobsterd is by default: behind the second boot of its kind a hypervisor waits for the next.</summary>
    internal static ColdOwnWorkFigure Usual() => new(Subject.SpawnTime("cold.own-work", Machine.Qemu), hasPool: true);

    /// <summary>The first of its kind, or one of a burst of many: its hypervisor is started for it.</summary>
    internal static ColdOwnWorkFigure Alone() => new(Subject.SpawnTime("cold.own-work-alone", Machine.Qemu), hasPool: false);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => StepTimes.TellAsync(
        progress,
        steps => BenchStand.SoloAsync(
            StandMachine.Qemu,
            new SoloPlan(Samples: 12).At(effort),
            async (stand, token) => OwnWork.WithoutGuestMs(steps.Add(await BenchStand.BirthAsync(stand, token))),
            cancellationToken,
            hasPool));
}
