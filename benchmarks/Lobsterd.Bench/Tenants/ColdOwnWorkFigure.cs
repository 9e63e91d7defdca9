using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What of a cold spawn is lobsterd's own work, as lobsterd is by default: behind the second boot of its kind a hypervisor waits for the next.</summary>
internal sealed class ColdOwnWorkFigure : IFigure
{
    /// <summary>What is timed.</summary>
    internal const string Words = "a cold spawn without the guest's own boot and answer: the operation's time less the spans of agent and workload";

    /// <summary>What it is held to, whether a hypervisor waits for it or not.</summary>
    internal static Bar Most { get; } = Bar.AtMost(Statistic.P50, 150);

    public Subject Subject { get; } = Subject.SpawnTime("cold.own-work", Machine.Qemu);

    public string Summary => Words;

    public string Unit => "ms";

    public Bar? Bar => Most;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => StepTimes.TellAsync(
        progress,
        steps => BenchStand.SoloAsync(
            StandMachine.Qemu,
            new SoloPlan(Samples: 8).At(effort),
            async (stand, token) => OwnWork.WithoutGuestMs(steps.Add(await BenchStand.BirthAsync(stand, token))),
            cancellationToken,
            hasPool: true));
}
