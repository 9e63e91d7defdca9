using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>Cold spawns for which no hypervisor waits, each beside a bare script that boots, claims and asks the same VM.</summary>
/// <param name="FirstByte">From the request to the first byte of the gateway, in ms.</param>
/// <param name="BeyondMachine">Of a spawn all but the spans in which its guest boots and answers, against a bare QEMU until it answers, in ms.</param>
/// <param name="Own">Of a spawn all but the guest's own boot and its workload's answer, in ms.</param>
internal sealed record ColdRun(PairedSamples FirstByte, PairedSamples BeyondMachine, SampleSet Own)
{
    private const double NarrowMs = 300;

    /// <summary>The figures that are read from one such run.</summary>
    internal static IReadOnlyList<IFigure> Figures()
    {
        var run = new SharedRun<ColdRun>(TakeAsync);
        return
        [
            new SharedFigure<ColdRun>(run, cold => Measurement.Of(cold.FirstByte))
            {
                Subject = Subject.SpawnTime("cold.added", Machine.Qemu),
                Summary = "a cold spawn from its request to its gateway's first byte at its URL, against a bare script with the same QEMU command line",
                Unit = "ms",

                // A boot in software wanders by more than all that lobsterd does: spawn.cold.own-work is what is held to a bar.
                Bar = null,
            },
            new SharedFigure<ColdRun>(run, cold => Measurement.Of(cold.BeyondMachine))
            {
                Subject = Subject.SpawnTime("cold.own-added", Machine.Qemu),
                Summary = "a cold spawn without the spans in which its guest boots and answers (agent, claim, workload), against a bare QEMU with the same arguments until it answers",
                Unit = "ms",

                // Beside the next, this says how much of it an orchestrator could save.
                Bar = null,
            },
            new SharedFigure<ColdRun>(run, cold => Measurement.Of(cold.Own))
            {
                Subject = Subject.SpawnTime("cold.own-work-alone", Machine.Qemu),
                Summary = $"{ColdOwnWorkFigure.Words}; no hypervisor waits for it, as for the first of its kind",
                Unit = "ms",
                Bar = ColdOwnWorkFigure.Most,
            },
        ];
    }

    private static Task<Result<ColdRun, LobsterError>> TakeAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.Qemu, stand => CompareAsync(stand, effort, progress, cancellationToken), cancellationToken);

    private static async Task<Result<ColdRun, LobsterError>> CompareAsync(ServiceStand stand, Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var host = await BareHost.LikeAsync(stand, cancellationToken);
        var (script, machines, own, steps) = (new BareSpawn(host), new List<double>(), new List<(double WithoutAnswers, double WithoutGuest)>(), new StepTimes());
        var pairs = await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 30, DifferenceWidth = NarrowMs }.At(effort),
            BenchStand.Sample(async token =>
            {
                var birth = await script.BootAsync(token);
                machines.Add(birth.MachineMs);
                return birth.FirstByteMs;
            }),
            BenchStand.Sample(async token =>
            {
                var (elapsed, born) = await BenchStand.SpawnAndAskAsync(stand, token);
                own.Add((OwnWork.WithoutAnswersMs(steps.Add(born)), OwnWork.WithoutGuestMs(born)));
                return elapsed;
            }),
            cancellationToken);
        if (pairs.TryGetError(out var error, out var firstByte)) return error;

        // Those before were to warm up.
        var kept = own.TakeLast(firstByte.Subject.Count).ToList();
        progress.Report("  " + steps.Words());
        return new ColdRun(
            firstByte,
            new PairedSamples([.. machines.TakeLast(kept.Count).Zip(kept, (bare, ours) => (bare, ours.WithoutAnswers))]),
            new SampleSet(kept.Select(ours => ours.WithoutGuest)));
    }
}
