using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Inventory;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>What is left when the edge, Caddy, the service or the table dies.</summary>
public sealed class SurvivalTests : IAsyncLifetime
{
    private EdgeStand stand = null!;
    private StandinGuest guest = null!;
    private HttpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync();
        guest = await StandinGuest.StartAsync();
        client = stand.NewClient();
        await stand.PublishAsync("alice", guest.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await guest.DisposeAsync();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task the_edge_has_a_user_of_its_own_and_no_capability()
    {
        var status = (await File.ReadAllLinesAsync($"/proc/{stand.EdgePid}/status", Token))
            .Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]);
        var uid = stand.Paths.Instance.EdgeUid.ToString(CultureInfo.InvariantCulture);

        Assert.Equal(string.Join('\t', Enumerable.Repeat(uid, 4)), status["Uid:"]);
        Assert.Equal(string.Join('\t', Enumerable.Repeat(uid, 4)), status["Gid:"]);
        Assert.Equal("", status["Groups:"].Trim());
        Assert.Equal("1", status["NoNewPrivs:"]);
        Assert.All(["CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"], set => Assert.Equal("0000000000000000", status[set]));
    }

    [Fact]
    public async Task a_killed_edge_comes_back_with_its_table_while_requests_wait()
    {
        var killed = stand.EdgePid;
        EdgeStand.Kill(killed);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("alice"));
        await EdgeStand.UntilAsync(() => Task.FromResult(stand.EdgePid != killed), "another edge runs");
    }

    [Fact]
    public async Task a_killed_edge_comes_back_with_all_it_acknowledged_even_without_the_service()
    {
        for (var n = 0; n < 20; n++) await stand.PublishAsync($"t{n}", guest.EndPoint);
        await stand.WithdrawAsync("t7");
        await stand.LoseServiceAsync();
        EdgeStand.Kill(stand.EdgePid);

        // Without a replayed table: the new service knows none yet.
        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);
        var table = (await stand.Control.ReadTableAsync(Token)).Value;

        Assert.Equal(20, table.Count);
        Assert.DoesNotContain(table, entry => entry.Tenant == "t7");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("t19"));
    }

    [Fact]
    public async Task without_the_service_the_edge_serves_on_and_the_next_service_finds_it()
    {
        var (edge, caddy) = (stand.EdgePid, stand.CaddyPid);
        await stand.LoseServiceAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("alice"));

        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        Assert.Equal((edge, caddy), (stand.EdgePid, stand.CaddyPid));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("alice"));
    }

    [Fact]
    public async Task an_edge_whose_mark_is_lost_is_found_all_the_same()
    {
        var edge = stand.EdgePid;
        await stand.LoseServiceAsync();
        File.Delete(Path.Combine(stand.Paths.Run, "edge.pid"));

        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        Assert.True((await stand.Control.ReadHealthAsync(Token)).IsSuccess);
        Assert.False(PidFd.Open(edge).Value.HasExited);
    }

    [Fact]
    public async Task a_mark_that_means_another_process_is_not_believed()
    {
        using var bystander = Spawner.Start(new SpawnInput { Program = "/usr/bin/sleep", Arguments = ["60"] }).Value;
        await stand.LoseServiceAsync();
        var mark = Path.Combine(stand.Paths.Run, "edge.pid");
        var text = await File.ReadAllTextAsync(mark, Token);
        var edge = stand.EdgePid.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(mark, text.Replace($"\"pid\":{edge}", $"\"pid\":{bystander.Pid}", StringComparison.Ordinal), Token);

        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        Assert.Equal(edge, stand.EdgePid.ToString(CultureInfo.InvariantCulture));
        Assert.True((await stand.Control.TearDownAsync(Token)).IsSuccess);
        await EdgeStand.UntilAsync(() => Task.FromResult(!Directory.Exists($"/proc/{edge}")), "the edge is gone");
        Assert.False(bystander.Process.HasExited);
        _ = bystander.Signal(Signals.Kill);
    }

    [Fact]
    public async Task a_damaged_table_makes_the_edge_start_empty_and_say_so()
    {
        await stand.LoseServiceAsync();
        EdgeStand.Kill(stand.EdgePid);
        await File.WriteAllTextAsync(Path.Combine(stand.Paths.EdgeState, "table"), "{\"line\":\"erase everything\"}\n", Token);

        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);
        var health = (await stand.Control.ReadHealthAsync(Token)).Value;

        Assert.Equal(0, health.Routes);
        Assert.True(health.Saved);
        Assert.Contains("line 1", health.TableLost, StringComparison.Ordinal);
        Assert.Contains("7090", await File.ReadAllTextAsync(Path.Combine(stand.Paths.Logs, "edge.log"), Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("alice"));
    }

    [Fact]
    public async Task changed_settings_start_the_edge_anew_with_its_table()
    {
        var before = stand.EdgePid;
        await stand.LoseServiceAsync();
        stand.NewService(config => config with { Edge = config.Edge with { MaxInFlightPerTenant = 7 } });
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        Assert.NotEqual(before, stand.EdgePid);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("alice"));
    }

    [Fact]
    public async Task a_restarted_edge_is_told_what_was_withdrawn_while_it_was_dead()
    {
        await stand.PublishAsync("bob", guest.EndPoint);
        EdgeStand.Kill(stand.EdgePid);
        await stand.WithdrawAsync("alice");

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("alice"));
        Assert.Equal(["bob"], (await stand.Control.ReadTableAsync(Token)).Value.Select(entry => entry.Tenant));
    }

    [Fact]
    public async Task a_withdrawal_succeeds_without_an_edge_and_the_next_edge_does_not_know_the_tenant()
    {
        await stand.LoseServiceAsync();
        EdgeStand.Kill(stand.EdgePid);
        stand.NewService();
        await stand.WithdrawAsync("alice");

        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("alice"));
    }

    [Fact]
    public async Task a_told_end_lets_what_is_under_way_finish()
    {
        using var answer = await client.GetAsync(stand.Url("alice", "/slow"), HttpCompletionOption.ResponseHeadersRead, Token);
        var down = stand.Control.TearDownAsync(Token);
        guest.Release();

        // Caddy is ended first and drops what it carries, so only the edge's own end is seen here: in its time, and clean.
        Assert.True((await down).IsSuccess);
        Assert.Contains("7001", await File.ReadAllTextAsync(Path.Combine(stand.Paths.Logs, "edge.log"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task torn_down_there_is_no_process_and_no_listener_left()
    {
        using var edge = PidFd.Open(stand.EdgePid).Value;
        using var caddy = PidFd.Open(stand.CaddyPid).Value;
        Assert.True((await stand.Control.TearDownAsync(Token)).IsSuccess);
        Assert.True((await stand.Control.TearDownAsync(Token)).IsSuccess);

        Assert.True(edge.HasExited);
        Assert.True(caddy.HasExited);
        Assert.Empty((await new EdgeSource(stand.Control).ListAsync(Token)).Value);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(IPAddress.Loopback, stand.Port, Token).AsTask());
    }

    [Fact]
    public async Task the_inventory_tells_routes_and_server_and_one_tenants_alone()
    {
        await stand.PublishAsync("bob", guest.EndPoint);
        var source = new EdgeSource(stand.Control);
        var alice = new VmOwner(Guid.CreateVersion7(), TenantName.Parse("alice").Value, new Slot(0));

        Assert.Equal(["EdgeRoute alice", "EdgeRoute bob", "CaddyServer lobsterd"],
            (await source.ListAsync(Token)).Value.Select(item => $"{item.Kind} {item.Name}"));
        Assert.Equal(["alice"], (await source.FindAsync(alice, Token)).Value.Select(item => item.Tenant));

        await stand.WithdrawAsync("alice");
        Assert.Empty((await source.FindAsync(alice, Token)).Value);
    }

    [Fact]
    public async Task an_edge_that_cannot_start_tells_its_last_words()
    {
        await stand.LoseServiceAsync();
        EdgeStand.Kill(stand.EdgePid);
        await EdgeStand.UntilAsync(() => Task.FromResult(!Directory.Exists($"/proc/{stand.EdgePid}")), "the edge is gone");
        File.Delete(stand.Paths.EdgeControlSocket);
        _ = Directory.CreateDirectory(stand.Paths.EdgeControlSocket);

        stand.NewService();
        var refused = await stand.Control.EnsureUpAsync(Token);

        Assert.Equal(EdgeErrors.StartFailed, refused.Error.Code);
        Assert.Contains("control socket", refused.Error.FullMessage, StringComparison.Ordinal);
        Directory.Delete(stand.Paths.EdgeControlSocket);
    }

    private async Task<HttpStatusCode> StatusAsync(string tenant)
    {
        using var response = await client.GetAsync(stand.Url(tenant), Token);
        return response.StatusCode;
    }
}
