using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lobsterd.Host.Hypervisors.Firecracker.Api;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The figures of a service as it is shipped.</summary>
public sealed partial class MetricsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_query_of_the_dashboard_names_metrics_that_a_scrape_has()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = await SucceedAsync(stand, "spawn", "alice");
        _ = await SucceedAsync(stand, "buoy", "enable");
        using var client = Client(stand);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await SucceedAsync(stand, "tokens", "create", "prometheus", "--scope", "host:read")).Trim());

        var scrape = await client.GetStringAsync(ReefPaths.Metrics, Stop);

        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "deploy", "grafana", "lobsterd.json"), Stop));
        var names = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => MetricName().Matches(target.GetProperty("expr").GetString()!).Select(match => match.Value)).Distinct().ToList();
        var missing = names.Where(name => !Regex.IsMatch(scrape, $"(?m)^{name}[{{ ]")).ToList();
        Assert.True(missing.Count == 0, $"{string.Join(", ", missing)}\n{scrape}");
        Assert.True(names.Count > 10);
    }

    [Fact]
    public async Task a_tenants_figures_are_there_and_all_come_in_one_answer()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = await SucceedAsync(stand, "spawn", "alice");

        var usage = JsonSerializer.Deserialize(await SucceedAsync(stand, "stats", "alice", "--json"), ReefJson.Default.UsageBody)!;
        var list = JsonSerializer.Deserialize(await SucceedAsync(stand, "stats", "--json"), ReefJson.Default.UsageList)!;

        Assert.True(usage.Stats is { CpuMs: >= 0, MemoryBytes: > 0, DiskBytes: > 0, ReceivedBytes: >= 0, Requests: >= 0, UptimeMs: > 0 }, usage.ToString());
        Assert.Equal("alice", Assert.Single(list.Tenants).Tenant.Name);
    }

    [Fact]
    public async Task what_firecracker_counts_of_its_disks_is_there_too_and_goes_on_when_the_service_comes_back()
    {
        const int Written = 4 << 20;
        await using var stand = await Stands.ReadyAsync(StandMachine.FirecrackerQemu);
        _ = await SucceedAsync(stand, "spawn", "alice");

        var first = await WriteAsync(stand, Written);
        Assert.True(first is { DiskReadBytes: > 0, DiskFlushes: > 0, Throttles: 0 } && first.DiskWrittenBytes >= Written, first.ToString());

        await stand.StopAsync(Stop);
        await stand.StartAsync(Stop);
        var second = await WriteAsync(stand, Written);
        Assert.True(second.DiskWrittenBytes >= Written, second.ToString());

        // A sleeper has no VMM that counts, and the next one begins anew.
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        Assert.Null((await StatsAsync(stand)).DiskWrittenBytes);
        _ = (await stand.Reef.ResumeAsync("alice", Stop)).Succeeded();
        Assert.True((await WriteAsync(stand, Written)).DiskWrittenBytes >= Written);
    }

    // Firecracker tells once a minute, or when it is asked to.
    private static async Task<StatsBody> WriteAsync(ServiceStand stand, int bytes)
    {
        var written = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", $"head -c {bytes} /dev/urandom > /root/big && sync"], Stop);
        Assert.Equal(0, written.Code);
        await FlushMetricsAsync(stand);
        _ = await Eventually.HoldsAsync(async () => (await StatsAsync(stand)).DiskWrittenBytes >= bytes, Stop);
        return await StatsAsync(stand);
    }

    private static async Task<StatsBody> StatsAsync(ServiceStand stand) =>
        JsonSerializer.Deserialize(await SucceedAsync(stand, "stats", "alice", "--json"), ReefJson.Default.UsageBody)!.Stats;

    private static async Task FlushMetricsAsync(ServiceStand stand)
    {
        var path = Assert.Single(Directory.EnumerateFiles(stand.Paths.Jails, "firecracker.socket", SearchOption.AllDirectories));
        using var api = new ApiConnection(new ApiSocket(path), TimeProvider.System);
        Assert.True((await api.SendAsync(ApiRequest.Act(InstanceAction.FlushMetrics), Stop)).IsSuccess);
    }

    [GeneratedRegex(@"\b(?:lobsterd_tenants|(?:lobsterd|http_server)_[a-z0-9_]+_(?:bytes|total|bucket|count))\b", RegexOptions.CultureInvariant)]
    private static partial Regex MetricName();

    private static HttpClient Client(ServiceStand stand) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
            new NetworkStream(await stand.Network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken), ownsSocket: true),
    })
    { BaseAddress = new Uri("http://127.0.0.1:7070") };

    private static async Task<string> SucceedAsync(ServiceStand stand, params string[] arguments)
    {
        var result = await stand.CliAsync(arguments, Stop);
        Assert.True(result.Status.IsSuccess, $"lobsterd {string.Join(' ', arguments)}: {result.Status}: {result.Errors}");
        return result.Output;
    }
}
