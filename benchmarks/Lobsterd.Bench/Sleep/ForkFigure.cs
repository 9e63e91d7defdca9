using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Sleep;

/// <summary>Whether a copy of a tenant that runs takes longer than a tenant's wake.</summary>
internal sealed class ForkFigure : IFigure
{
    private const string Copy = "copy";

    public Subject Subject { get; } = Subject.Of("fork.one", Machine.Qemu);

    public string Summary => "a copy of a tenant that runs, against a resume of that tenant, as the operations tell it";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 1.5);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => StepTimes.TellAsync(
        progress,
        steps => Sleeper.PairedAsync(
            new PairPlan { MostPairs = 10 }.At(effort),
            async (stand, token) =>
            {
                _ = await Sleeper.SuspendAsync(stand, token);
                await BenchStand.SettleAsync(stand, token);
                return OwnWork.WholeMs(await Sleeper.ResumeAsync(stand, token));
            },
            async (stand, token) =>
            {
                await BenchStand.SettleAsync(stand, token);
                var copied = steps.Add((await stand.Reef.ForkAsync(Sleeper.Name, [Copy], token)).Succeeded());
                _ = (await stand.Reef.EvictAsync(Copy, token)).Succeeded();
                return OwnWork.WholeMs(copied);
            },
            cancellationToken));
}
