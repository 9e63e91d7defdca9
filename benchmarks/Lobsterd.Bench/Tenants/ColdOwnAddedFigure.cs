using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What of a cold spawn is neither the guest's nor QEMU's: all of the operation but the guest's boot and its answers, beyond what a bare QEMU needs to be there.</summary>
internal sealed class ColdOwnAddedFigure : IFigure
{
    public Subject Subject { get; } = Subject.SpawnTime("cold.own-added", Machine.Qemu);

    public string Summary => "a cold spawn without the spans in which its guest boots and answers (agent, claim, workload), against a bare QEMU with the same arguments until it answers";

    public string Unit => "ms";

    // spawn.cold.own-work is what is held to a bar; this says how much of it an orchestrator could save.
    public Bar? Bar => null;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.Qemu, stand => CompareAsync(stand, effort, cancellationToken), cancellationToken);

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, Effort effort, CancellationToken cancellationToken)
    {
        using var host = await BareHost.LikeAsync(stand, cancellationToken);
        var bare = new BareSpawn(host);
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 15 }.At(effort),
            BenchStand.Sample(bare.MachineMsAsync),
            BenchStand.Sample(async token => OwnWork.WithoutAnswersMs(await BenchStand.BirthAsync(stand, token))),
            cancellationToken).Map(Measurement.Of);
    }
}
