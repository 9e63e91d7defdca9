using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Sleep;

/// <summary>Whether a request that wakes a tenant waits longer than one that comes once it has been resumed.</summary>
internal sealed class WakeFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("wake.first-byte", Machine.Qemu);

    public string Summary => "the first byte of a sleeping tenant's URL, against a resume and a request behind it";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 1.1);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => Sleeper.PairedAsync(
        new PairPlan { MostPairs = 12 }.At(effort),
        (stand, token) => Sleeper.FirstByteMsAsync(stand, isResumedFirst: true, token),
        (stand, token) => Sleeper.FirstByteMsAsync(stand, isResumedFirst: false, token),
        cancellationToken);
}
