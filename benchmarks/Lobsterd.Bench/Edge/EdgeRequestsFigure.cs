using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Edge;

/// <summary>How many requests the edge carries, against YARP's forwarder alone.</summary>
internal sealed class EdgeRequestsFigure : IFigure
{
    private const int Connections = 32;
    private const int Seconds = 1;

    public Subject Subject { get; } = Subject.Of("edge.requests", Machine.Null);

    public string Summary => "requests through the edge over 32 connections, against YARP's bare forwarder";

    public string Unit => "1/s";

    public Bar? Bar { get; } = Bar.AtLeast(Statistic.Ratio, 0.8);

    public async Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if ((await ForwarderPair.StartAsync(cancellationToken)).TryGetError(out var error, out var pair)) return error;
        await using var started = pair;
        var plan = new PairPlan { MostPairs = 12, WarmUps = 2, RatioWidth = 0.05 }.At(effort);
        return await PairedRun.TakeAsync(
                plan,
                token => Wrk.RequestsAsync(pair.BarePort, Connections, Seconds, token),
                token => Wrk.RequestsAsync(pair.EdgePort, Connections, Seconds, token),
                cancellationToken)
            .Map(Measurement.Of);
    }
}
