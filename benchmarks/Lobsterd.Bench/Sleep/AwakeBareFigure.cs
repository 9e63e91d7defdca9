using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Sleep;

/// <summary>How much longer the first byte of a tenant that sleeps takes than where a bare script wakes the same VM.</summary>
internal sealed class AwakeBareFigure : IFigure
{
    private readonly bool isResumed;

    private AwakeBareFigure(string name, double bar, bool isResumed)
    {
        this.isResumed = isResumed;
        Subject = Subject.Of(name, Machine.Qemu);
        Bar = Bar.AtMost(Statistic.Ratio, bar);
    }

    public Subject Subject { get; }

    public string Summary => $"{(isResumed ? "a resume and a request behind it" : "a request for a sleeping tenant's URL")} to the first byte, against a bare script that resumes the same VM";

    public string Unit => "ms";

    public Bar? Bar { get; }

    /// <summary>She is resumed by command, and asked once that is done.</summary>
    internal static AwakeBareFigure OfResume() => new("resume.bare", 1.25, isResumed: true);

    /// <summary>The request wakes her.</summary>
    internal static AwakeBareFigure OfWake() => new("wake.bare", 1.3, isResumed: false);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        StepTimes.TellAsync(
            progress,
            steps => Sleeper.MeasureAsync(StandMachine.Qemu, stand => CompareAsync(stand, steps, effort, cancellationToken), cancellationToken));

    // Both are asleep while the other one is measured.
    private async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, StepTimes steps, Effort effort, CancellationToken cancellationToken)
    {
        using var host = await BareHost.LikeAsync(stand, cancellationToken);
        using var bare = await BareSleeper.AsleepAsync(host, cancellationToken);
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 16, WarmUps = 2 }.At(effort),
            BenchStand.Sample(bare.FirstByteMsAsync),
            BenchStand.Sample(async token =>
            {
                var (elapsed, wake) = await Sleeper.WakeAsync(stand, isResumed, token);
                steps.Add(wake);
                _ = await Sleeper.SuspendAsync(stand, token);
                await BenchStand.SettleAsync(stand, token);
                return elapsed;
            }),
            cancellationToken).Map(Measurement.Of);
    }
}
