using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What of a new tenant with a real guest through jailer and API is neither the guest's nor the VMM's.</summary>
internal sealed class JailedBootFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("birth.jailed", Machine.StandinQemu);

    public string Summary =>
        "a new tenant through jailer and API inside the service, without the spans in which its guest boots and answers (agent, claim, workload), against a bare jailer, API and machine";

    public string Unit => "ms";

    // Ten more than the same without a guest may take.
    public Bar? Bar { get; } = Bar.AtMost(Statistic.Difference, 35);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.FirecrackerQemu, stand => CompareAsync(stand, effort, cancellationToken), cancellationToken);

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, Effort effort, CancellationToken cancellationToken)
    {
        using var bare = new BareJailer(stand, await BareGuest.LikeOneAsync(stand, cancellationToken));
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 10 }.At(effort),
            BenchStand.Sample(bare.AnswerMsAsync),
            BenchStand.Sample(async token => OwnWork.WithoutAnswersMs(await BenchStand.BirthAsync(stand, token))),
            cancellationToken).Map(Measurement.Of);
    }
}
