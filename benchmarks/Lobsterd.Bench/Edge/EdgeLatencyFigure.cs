using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Edge;

/// <summary>How much later an answer comes through the edge than through YARP's forwarder alone: the median of a second's requests, one after
/// the other, against the same of the other.</summary>
internal sealed class EdgeLatencyFigure : IFigure
{
    private const int Seconds = 1;

    public Subject Subject { get; } = Subject.Of("edge.added-latency", Machine.Null);

    public string Summary => "median latency through the edge over one connection, against YARP's bare forwarder";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Difference, 0.2);

    public async Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if ((await ForwarderPair.StartAsync(cancellationToken)).TryGetError(out var error, out var pair)) return error;
        await using var started = pair;
        var plan = new PairPlan { MostPairs = 15, WarmUps = 2, DifferenceWidth = 0.02 }.At(effort);
        return await PairedRun.TakeAsync(
                plan,
                token => Wrk.MedianAsync(pair.BarePort, Seconds, token),
                token => Wrk.MedianAsync(pair.EdgePort, Seconds, token),
                cancellationToken)
            .Map(Measurement.Of);
    }
}
