using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What a cold spawn takes beyond a bare script that boots, claims and asks the same VM.</summary>
internal sealed class ColdAddedFigure : IFigure
{
    private const double NarrowMs = 300;

    public Subject Subject { get; } = Subject.SpawnTime("cold.added", Machine.Qemu);

    public string Summary => "a cold spawn from its request to its gateway's first byte at its URL, against a bare script with the same QEMU command line";

    public string Unit => "ms";

    // A boot in software wanders by more than all that lobsterd does: spawn.cold.own-work is what is held to a bar.
    public Bar? Bar => null;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.Qemu, stand => CompareAsync(stand, effort, cancellationToken), cancellationToken);

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, Effort effort, CancellationToken cancellationToken)
    {
        using var host = await BareHost.LikeAsync(stand, cancellationToken);
        var bare = new BareSpawn(host);
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 30, DifferenceWidth = NarrowMs }.At(effort),
            BenchStand.Sample(bare.FirstByteMsAsync),
            BenchStand.Sample(token => BenchStand.SpawnToFirstByteMsAsync(stand, token)),
            cancellationToken).Map(Measurement.Of);
    }
}
