using CSharpFunctionalExtensions;
using Lobsterd.Bench.Crowds;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Edge;

/// <summary>What the edge holds in memory after each of 500 tenants was asked for something.</summary>
internal sealed class EdgeMemoryFigure : IFigure
{
    private const int Tenants = 500;

    public Subject Subject { get; } = Subject.Of("edge.memory", Machine.Null);

    public string Summary => "proportional memory of the edge after a request to each of 500 tenants";

    public string Unit => "MiB";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P50, 128);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        SoloRun.TakeAsync(new SoloPlan(1, WarmUps: 0).At(effort), TakeAsync, cancellationToken).Map(Measurement.Of);

    private static async Task<Result<double, LobsterError>> TakeAsync(CancellationToken cancellationToken)
    {
        await using var guest = new InstantGuest();
        if ((await EdgeRoot.StartAsync(guest.EndPoint, Tenants, cancellationToken)).TryGetError(out var error, out var root)) return error;
        await using var started = root;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (_, stop) => ReefClient.ConnectAsync(root.Paths.EdgeHttpSocket, stop),
        });
        for (var n = 0; n < Tenants; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://edge/");
            request.Headers.Host = $"t{n}.lobster.localhost";
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode) return new LobsterError(BenchErrors.SampleFailed, $"tenant t{n} was not reached");
        }

        return ProcessCost.ProportionalBytes([ProcessCost.EdgeOf(root.Paths.Run)]) / (1 << 20);
    }
}
