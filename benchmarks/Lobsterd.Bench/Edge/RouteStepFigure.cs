using System.Diagnostics;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Bench.Edge;

/// <summary>Whether publishing a route costs more in a large table than in a small one.</summary>
internal sealed class RouteStepFigure : IFigure
{
    private const int Many = 1_000;

    public Subject Subject { get; } = Subject.Of("edge.route-step", Machine.Null);

    public string Summary => "publishing a route until the edge acknowledges it, beside 1,000 others, against beside one";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Ratio, 1.2);

    public async Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var guest = new IPEndPoint(IPAddress.Loopback, 9);
        if ((await EdgeRoot.StartAsync(guest, tenants: 1, cancellationToken)).TryGetError(out var error, out var small)) return error;
        await using var few = small;
        if ((await EdgeRoot.StartAsync(guest, Many, cancellationToken)).TryGetError(out error, out var large)) return error;
        await using var many = large;

        var plan = new PairPlan { MostPairs = 2_000, WarmUps = 500, RatioWidth = 0.04 }.At(effort);
        return await PairedRun.TakeAsync(plan, token => PublishAsync(small, guest, token), token => PublishAsync(large, guest, token), cancellationToken)
            .Map(Measurement.Of);
    }

    private static async Task<Result<double, LobsterError>> PublishAsync(EdgeRoot root, IPEndPoint guest, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var published = await root.Control.PublishAsync(EdgeRoot.Route("newcomer", guest), cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return await published.Bind(() => root.Control.WithdrawAsync(TenantName.Parse("newcomer").Value, cancellationToken)).Map(() => elapsed);
    }
}
