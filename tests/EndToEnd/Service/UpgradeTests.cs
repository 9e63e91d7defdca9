using System.Net;
using System.Net.WebSockets;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Proofs;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The whole of lobsterd replaced under load, and back.</summary>
public sealed class UpgradeTests
{
    private static readonly string[] Tenants = ["alice", "bob", "carol"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task under_load_no_request_is_lost_and_no_tenant_restarted_on_the_way_there_and_back()
    {
        using var installation = new Installation();
        await using var stand = await InstalledAsync(installation);
        foreach (var tenant in Tenants) _ = (await stand.Reef.SpawnAsync(tenant, Stop)).Succeeded();
        var before = await PidsAsync(stand);
        var first = installation.Current;
        var (service, edge) = ((await stand.Reef.VersionAsync(Stop)).Pid, EdgeOf(stand.Paths));
        await using var load = await Load.StartAsync(stand, Tenants);

        for (var number = 2; number <= 4; number++)
        {
            var report = await installation.UpgradeAsync(stand, installation.NewRelease(number), Stop);
            Assert.True(report.GetProperty("switched").GetBoolean());
            Assert.True(report.GetProperty("restarted").GetBoolean());
            await AssertReplacedAsync();
        }

        var last = installation.Current;
        var back = await installation.UpgradeAsync(stand, "--rollback", Stop);
        Assert.Equal(last, back.GetProperty("from").GetString());
        await AssertReplacedAsync();
        _ = await installation.UpgradeAsync(stand, "--rollback", Stop);
        Assert.Equal(last, installation.Current);
        Assert.NotEqual(first, installation.Current);

        var (asked, lost, echoes) = await load.EndAsync();
        Figures.Tell($"5 changes under load: {asked} requests, {lost.Count} lost; {echoes} echoes over one WebSocket");
        Assert.Equal([], lost);
        Assert.Equal(before, await PidsAsync(stand));
        Assert.InRange(asked, 100, int.MaxValue);
        Assert.InRange(echoes, 10, int.MaxValue);

        // The same once more: nothing to do, nothing done.
        var unchanged = await installation.UpgradeAsync(stand, installation.NewRelease(4), Stop);
        Assert.False(unchanged.GetProperty("switched").GetBoolean());
        Assert.False(unchanged.GetProperty("restarted").GetBoolean());
        await installation.StopAsync(stand, Stop);

        async Task AssertReplacedAsync()
        {
            var (nextService, nextEdge) = ((await stand.Reef.VersionAsync(Stop)).Pid, EdgeOf(stand.Paths));
            Assert.NotEqual(service, nextService);
            Assert.NotEqual(edge, nextEdge);
            Assert.Contains(installation.Current, ProgramOf(nextService), StringComparison.Ordinal);
            Assert.Contains(installation.Current, ProgramOf(nextEdge), StringComparison.Ordinal);
            (service, edge) = (nextService, nextEdge);
        }
    }

    [Fact]
    public async Task what_the_parent_commit_built_goes_on_as_this_one_under_load()
    {
        Assert.SkipUnless(Installation.HasParent, "needs the repository's history");
        using var installation = new Installation();
        await using var stand = await PlainAsync(installation, installation.ParentRelease());
        foreach (var tenant in Tenants) _ = (await stand.Reef.SpawnAsync(tenant, Stop)).Succeeded();
        var before = await PidsAsync(stand);
        var (service, edge) = ((await stand.Reef.VersionAsync(Stop)).Pid, EdgeOf(stand.Paths));
        await using var load = await Load.StartAsync(stand, Tenants);

        var report = await installation.UpgradeAsync(stand, installation.NewRelease(2), Stop);
        Assert.True(report.GetProperty("switched").GetBoolean());
        Assert.True(report.GetProperty("restarted").GetBoolean());
        Assert.NotEqual(service, (await stand.Reef.VersionAsync(Stop)).Pid);
        Assert.NotEqual(edge, EdgeOf(stand.Paths));

        var (asked, lost, echoes) = await load.EndAsync();
        Figures.Tell($"from {Installation.ParentCommit}: {asked} requests, {lost.Count} lost; {echoes} echoes over one WebSocket");
        Assert.Equal([], lost);
        Assert.Equal(before, await PidsAsync(stand));
        Assert.InRange(asked, 20, int.MaxValue);
        Assert.InRange(echoes, 5, int.MaxValue);
        await stand.WaitForEndAsync();

        // It knows them as its own, and takes more.
        _ = (await stand.Reef.SpawnAsync("newcomer", Stop)).Succeeded();
        foreach (var tenant in Tenants) _ = (await stand.Reef.EvictAsync(tenant, Stop)).Succeeded();
        await installation.StopAsync(stand, Stop);
    }

    [Fact]
    public async Task a_release_whose_service_does_not_start_is_put_back()
    {
        using var installation = new Installation();
        await using var stand = await InstalledAsync(installation);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var before = (Pids: await PidsAsync(stand), Release: installation.Current);

        var broken = installation.NewRelease(2);
        var program = Path.Combine(broken, "lobsterd-test-service");
        File.Delete(program);
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexit 1\n", Stop);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        var ran = await installation.TryUpgradeAsync(stand, broken, Stop);

        Assert.Equal(5, ran.Status.Code);
        Assert.Contains("upgrade.service.failed", ran.Output + ran.Errors, StringComparison.Ordinal);
        Assert.Equal(before.Release, installation.Current);
        Assert.Equal(before.Pids, await PidsAsync(stand));
        Assert.Equal(HttpStatusCode.OK, (await stand.Web.GetAsync(new Uri("http://alice.lobster.localhost:8080/"), Stop)).StatusCode);
        Assert.Contains("none-kept", (await installation.TryUpgradeAsync(stand, "--rollback", Stop)).Output, StringComparison.Ordinal);
        await installation.StopAsync(stand, Stop);
    }

    [Fact]
    public async Task what_others_may_write_is_no_release()
    {
        using var installation = new Installation();
        await using var stand = new ServiceStand(Stands.Options(StandMachine.Null));
        var writable = installation.NewRelease(1);
        var program = Path.Combine(writable, "stamp");
        File.SetUnixFileMode(program, (UnixFileMode)0b110_110_110);

        var ran = await installation.TryUpgradeAsync(stand, writable, Stop);

        Assert.Equal(2, ran.Status.Code);
        Assert.Contains("upgrade.release.invalid", ran.Output, StringComparison.Ordinal);
        Assert.False(Path.Exists(installation.Path));
    }

    [Fact]
    public async Task a_registry_of_an_older_schema_goes_on_and_is_kept_as_it_was()
    {
        using var installation = new Installation();
        await using var stand = new ServiceStand(Stands.Options(StandMachine.Null) with { Binaries = installation.Path });
        _ = Directory.CreateDirectory(Path.GetDirectoryName(installation.Path)!);
        _ = await installation.UpgradeAsync(stand, installation.NewRelease(1), Stop);
        var older = await File.ReadAllBytesAsync(
            Path.Combine(Lobsterd.Tests.Fixtures.RepositoryRoot.Path, "tests", "Unit", "Host", "Registry", "files", "schema-1.json"), Stop);
        await File.WriteAllBytesAsync(stand.Paths.Registry, older, Stop);

        await stand.StartAsync(Stop);
        _ = await stand.InitAsync(Stop);
        var known = (await stand.Reef.ListAsync(Stop)).Select(tenant => tenant.Name).ToList();
        _ = (await stand.Reef.SpawnAsync("newcomer", Stop)).Succeeded();
        _ = await installation.UpgradeAsync(stand, installation.NewRelease(2), Stop);
        await stand.WaitForEndAsync();

        Assert.NotEmpty(known);
        Assert.Equal(known.Append("newcomer").Order(), (await stand.Reef.ListAsync(Stop)).Select(tenant => tenant.Name).Order());
        Assert.Equal(older, await File.ReadAllBytesAsync($"{stand.Paths.Registry}.schema-1.bak", Stop));
        await installation.StopAsync(stand, Stop);
    }

    // As it was before there were releases: a plain folder, which the first upgrade makes one of.
    private static Task<ServiceStand> PlainAsync(Installation installation, string release)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(installation.Path)!);
        Directory.Move(release, installation.Path);
        return ServiceStand.ReadyAsync(Stands.Options(StandMachine.Null) with { Binaries = installation.Path }, Stop);
    }

    private static async Task<ServiceStand> InstalledAsync(Installation installation)
    {
        var stand = await PlainAsync(installation, installation.NewRelease(1));
        var report = await installation.UpgradeAsync(stand, installation.NewRelease(1), Stop);
        Assert.True(report.GetProperty("switched").GetBoolean());
        Assert.True(report.GetProperty("restarted").GetBoolean());
        await stand.WaitForEndAsync();
        return stand;
    }

    // Of a null machine, the pid of its program.
    private static async Task<IReadOnlyList<string>> PidsAsync(ServiceStand stand)
    {
        var pids = new List<string>();
        foreach (var tenant in (await stand.Reef.ListAsync(Stop)).OrderBy(tenant => tenant.Name)) pids.Add($"{tenant.Name} {tenant.State} {tenant.Pid}");
        return pids;
    }

    private static int EdgeOf(LobsterdPaths paths)
    {
        using var mark = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(paths.Run, "edge.pid")));
        return mark.RootElement.GetProperty("pid").GetInt32();
    }

    private static string ProgramOf(int pid) => ProcessTable.ExecutableOf(pid).Value;

    /// <summary>Several clients that ask at a bounded rate, and a WebSocket that never rests for long.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

        private readonly CancellationTokenSource over = new();
        private readonly ServiceStand stand;
        private readonly ClientWebSocket socket = new();
        private readonly List<Task> running = [];
        private readonly List<string> lost = [];
        private int asked;
        private int echoes;

        private Load(ServiceStand stand) => this.stand = stand;

        public static async Task<Load> StartAsync(ServiceStand stand, string[] tenants)
        {
            var load = new Load(stand);
            load.socket.Options.SetRequestHeader("Authorization", $"Bearer {await stand.Reef.TokenAsync(tenants[0], Stop)}");
            await load.socket.ConnectAsync(new Uri($"ws://{tenants[0]}.lobster.localhost:8080/ws"), stand.Browser, Stop);
            load.running.AddRange(tenants.SelectMany(tenant => new[] { load.AskAsync(tenant, HttpMethod.Get), load.AskAsync(tenant, HttpMethod.Get) }));
            load.running.Add(load.EchoAsync());
            return load;
        }

        public async Task<(int Asked, IReadOnlyList<string> Lost, int Echoes)> EndAsync()
        {
            await over.CancelAsync();
            await Task.WhenAll(running);
            return (asked, lost, echoes);
        }

        public async ValueTask DisposeAsync()
        {
            _ = await EndAsync();
            socket.Dispose();
            over.Dispose();
        }

        private async Task AskAsync(string tenant, HttpMethod method)
        {
            while (!over.IsCancellationRequested)
            {
                using var request = new HttpRequestMessage(method, $"http://{tenant}.lobster.localhost:8080/");
                try
                {
                    using var response = await stand.Web.SendAsync(request, Stop);
                    _ = await response.Content.ReadAsStringAsync(Stop);
                    if (response.StatusCode != HttpStatusCode.OK) Lose($"{tenant}: {response.StatusCode}");
                }
                catch (HttpRequestException fault)
                {
                    Lose($"{tenant}: {fault.Message}");
                }

                _ = Interlocked.Increment(ref asked);
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }

        private async Task EchoAsync()
        {
            var buffer = new byte[1 << 10];
            while (!over.IsCancellationRequested)
            {
                try
                {
                    await socket.SendAsync("still here"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Stop);
                    var got = await socket.ReceiveAsync(buffer, Stop);
                    if (got.MessageType == WebSocketMessageType.Close) throw new WebSocketException("it was closed");
                    echoes++;
                }
                catch (WebSocketException fault)
                {
                    Lose($"the WebSocket: {fault.Message}");
                    return;
                }

                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }

        private void Lose(string what)
        {
            lock (lost) lost.Add(what);
        }
    }
}
