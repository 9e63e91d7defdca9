using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Sleep;

/// <summary>What a hypervisor that waits spares whoever needs one.</summary>
internal sealed class PoolFigure : IFigure
{
    private readonly bool isWake;

    private PoolFigure(Subject subject, bool isWake) => (Subject, this.isWake) = (subject, isWake);

    public Subject Subject { get; }

    public string Summary => isWake
        ? "a request for a sleeping tenant's URL to the first byte where a hypervisor waits for it, against one where none does"
        : "a spawn from a template to its gateway's first byte at its URL where a hypervisor waits for it, against one where none does";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 0.75);

    /// <summary>A spawn.</summary>
    internal static PoolFigure OfSpawn() => new(Subject.SpawnTime("pool", Machine.Qemu), isWake: false);

    /// <summary>A wake.</summary>
    internal static PoolFigure OfWake() => new(Subject.Of("wake.pool", Machine.Qemu), isWake: true);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        Sleeper.OnAsync(pool: 0, without => Sleeper.OnAsync(pool: 1, with => CompareAsync(without, with, effort, cancellationToken), cancellationToken), cancellationToken);

    private async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand without, ServiceStand with, Effort effort, CancellationToken cancellationToken)
    {
        if (isWake)
            foreach (var stand in (ServiceStand[])[without, with]) _ = (await stand.Reef.SpawnAsync(Sleeper.Name, cancellationToken)).Succeeded();
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 16, WarmUps = 2 }.At(effort),
            BenchStand.Sample(token => TakeAsync(without, token)),
            BenchStand.Sample(async token =>
            {
                _ = await WaitingHypervisors.WaitAsync(with.Paths, count: 1, token);
                var elapsed = await TakeAsync(with, token);

                // The next one is started behind the last, and the reference shall not have to compete with that.
                _ = await WaitingHypervisors.WaitAsync(with.Paths, count: 1, token);
                return elapsed;
            }),
            cancellationToken).Map(Measurement.Of);
    }

    private async Task<double> TakeAsync(ServiceStand stand, CancellationToken cancellationToken) => isWake
        ? (await Sleeper.WakeAsync(stand, isResumedFirst: false, cancellationToken)).ElapsedMs
        : await BenchStand.SpawnToFirstByteMsAsync(stand, cancellationToken);
}
