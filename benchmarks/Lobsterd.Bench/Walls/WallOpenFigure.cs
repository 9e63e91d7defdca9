using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Walls;

/// <summary>Whether opening the wall for a tenant costs more beside many than beside few.</summary>
internal sealed class WallOpenFigure : IFigure
{
    private const int Few = 10;
    private const int Many = 500;

    public Subject Subject { get; } = Subject.Of("wall.open", Machine.Null);

    public string Summary => "opening the firewall (nftables) for a tenant beside 500 others, against beside 10";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 2);

    public async Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var few = new WallHost(Few);
        using var many = new WallHost(Many);
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 500, WarmUps = 50, RatioWidth = 0.1 }.At(effort), few.OpenMsAsync, many.OpenMsAsync, cancellationToken).Map(Measurement.Of);
    }
}
