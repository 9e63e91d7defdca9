using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What a new tenant costs through jailer and API, beyond the bare start of both.</summary>
/// <param name="byCli">Whether the command line is waited for, or the operation asked.</param>
internal sealed class JailedBirthFigure(bool byCli) : IFigure
{
    public Subject Subject { get; } = Subject.Of(byCli ? "birth.jailed-cli" : "birth.jailed", Machine.StandinNull);

    public string Summary => byCli
        ? "a new tenant through jailer and API by the command line, against jailer and API alone"
        : "a new tenant through jailer and API inside the service, against jailer and API alone";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Difference, byCli ? 45 : 25);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        byCli
            ? MeasureAsync(effort, steps: null, cancellationToken)
            : StepTimes.TellAsync(progress, steps => MeasureAsync(effort, steps, cancellationToken));

    private static Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, StepTimes? steps, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.FirecrackerNull, stand => CompareAsync(stand, effort, steps, cancellationToken), cancellationToken);

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, Effort effort, StepTimes? steps, CancellationToken cancellationToken)
    {
        using var bare = new BareJailer(stand);
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 50, WarmUps = 20 }.At(effort),
            BenchStand.Sample(bare.AnswerMsAsync),
            BenchStand.Sample(token => BirthMsAsync(stand, steps, token)),
            cancellationToken).Map(Measurement.Of);
    }

    // Inside the service, step by step, or by the command line, which tells none.
    private static async Task<double> BirthMsAsync(ServiceStand stand, StepTimes? steps, CancellationToken cancellationToken) =>
        steps is null ? await BenchStand.CliBirthMsAsync(stand, cancellationToken) : OwnWork.WholeMs(steps.Add(await BenchStand.BirthAsync(stand, cancellationToken)));
}
