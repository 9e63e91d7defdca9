using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Edge;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Reef;

/// <summary>How many requests a path of the API answers over TCP, by token, against a bare Kestrel endpoint that answers the same bytes.</summary>
/// <param name="name">The figure.</param>
/// <param name="path">The path.</param>
/// <param name="tenants">How many tenants there are.</param>
/// <param name="bar">The least ratio.</param>
internal sealed class ReefRequestsFigure(string name, string path, int tenants, double bar) : IFigure
{
    private const int Connections = 16;
    private const int Seconds = 1;
    private const int AtOnce = 8;
    private const int Port = 7070;
    private const int BarePort = 7071;

    public Subject Subject { get; } = Subject.Of(name, Machine.Null);

    public string Summary => $"requests for {path} at {tenants} tenants over {Connections} connections, against a bare Kestrel endpoint with the same bytes";

    public string Unit => "1/s";

    public Bar? Bar { get; } = Bar.AtLeast(Statistic.Ratio, bar);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            StandMachine.Null, stand => CompareAsync(stand, effort, progress, cancellationToken), cancellationToken, """{"reef":{"requestsPerSecond":1000000}}""");

    private async Task<byte[]> AnswerOfAsync(ServiceStand stand, string token, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) => new NetworkStream(await stand.Network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), stop), ownsSocket: true),
        });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetByteArrayAsync($"http://127.0.0.1:{Port}{path}", cancellationToken);
    }

    private async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report($"  filling the host with {tenants} tenants");
        await Parallel.ForEachAsync(
            Enumerable.Range(1, tenants),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (number, token) => _ = (await stand.Reef.SpawnAsync($"t{number}", token)).Succeeded());
        if (!(await stand.CliAsync(["buoy", "enable"], cancellationToken)).Status.IsSuccess) return new LobsterError(BenchErrors.SampleFailed, "the API does not listen on TCP");
        var made = await stand.CliAsync(["tokens", "create", "bench", "--scope", "tenants:read"], cancellationToken);
        var token = made.Output.Trim();

        var folder = Directory.CreateTempSubdirectory("lob-");
        var bytes = Path.Combine(folder.FullName, "answer");
        await File.WriteAllBytesAsync(bytes, await AnswerOfAsync(stand, token, cancellationToken), cancellationToken);
        using var bare = stand.Network.Start(new SpawnInput
        {
            Program = ForwarderPair.ProgramOf("Lobsterd.Bench.BareForwarder", "lobsterd-bare-forwarder"),
            Arguments = [$"{BarePort}", "--answer", bytes],
            Environment = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root ? new Dictionary<string, string> { ["DOTNET_ROOT"] = root } : [],
        });
        try
        {
            return await PairedRun.TakeAsync(
                    new PairPlan { MostPairs = 12, WarmUps = 2, RatioWidth = 0.05 }.At(effort),
                    stop => Wrk.RequestsAsync(stand.Network, $"http://127.0.0.1:{BarePort}{path}", token, Connections, Seconds, stop),
                    stop => Wrk.RequestsAsync(stand.Network, $"http://127.0.0.1:{Port}{path}", token, Connections, Seconds, stop),
                    cancellationToken)
                .Map(Measurement.Of);
        }
        finally
        {
            _ = bare.Signal(Signals.Kill);
            _ = await bare.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }
}
