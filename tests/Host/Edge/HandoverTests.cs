using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>One edge takes another's place while requests flow.</summary>
public sealed class HandoverTests : IAsyncLifetime
{
    private const int DrainMs = 4_000;
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private EdgeStand stand = null!;
    private StandinGuest guest = null!;
    private HttpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with { Edge = config.Edge with { DrainMs = DrainMs } });
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
    public async Task under_load_no_request_is_lost_however_often_the_edge_changes()
    {
        const int Clients = 8;
        const int Upgrades = 5;
        using var over = new CancellationTokenSource();
        var asked = 0;
        var loads = Enumerable.Range(0, Clients).Select(n => LoadAsync(n % 2 == 0)).ToList();

        for (var upgrade = 1; upgrade <= Upgrades; upgrade++)
        {
            var (before, seen) = (stand.EdgePid, Volatile.Read(ref asked));
            await stand.UpgradeAsync();
            Assert.NotEqual(before, stand.EdgePid);
            await EdgeStand.UntilAsync(() => Task.FromResult(Volatile.Read(ref asked) > seen + (4 * Clients)), "requests flow");
        }

        await over.CancelAsync();
        Assert.Equal([], (await Task.WhenAll(loads)).SelectMany(failures => failures));

        // Half of them have a body, which neither Caddy nor a client sends twice.
        async Task<List<string>> LoadAsync(bool hasBody)
        {
            var failures = new List<string>();
            while (!over.IsCancellationRequested)
            {
                using var request = new HttpRequestMessage(hasBody ? HttpMethod.Post : HttpMethod.Get, stand.Url("alice", hasBody ? "/up" : "/"));
                if (hasBody) request.Content = new ByteArrayContent(new byte[10_000]);
                try
                {
                    using var response = await client.SendAsync(request, Token);
                    _ = await response.Content.ReadAsByteArrayAsync(Token);
                    if (response.StatusCode != HttpStatusCode.OK) failures.Add($"{request.Method}: {response.StatusCode}");
                }
                catch (HttpRequestException fault)
                {
                    failures.Add($"{request.Method}: {fault.Message}");
                }

                _ = Interlocked.Increment(ref asked);
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Token);
            }

            return failures;
        }
    }

    [Fact]
    public async Task what_is_under_way_goes_on_keeps_the_tenant_awake_and_ends_in_its_time()
    {
        using var former = PidFd.Open(stand.EdgePid).Value;
        using var socket = await OpenAsync();
        await stand.UpgradeAsync();

        Assert.Equal("over there", await EchoAsync(socket, "over there"));
        Assert.Equal(EdgeErrors.InFlight, (await stand.Control.ParkAsync(Alice, force: false, Token)).Error.Code);
        Assert.Equal([new EdgeInFlight("alice", 0, 1, 0)], (await stand.Control.ReadInFlightAsync(Token)).Value);

        // And again: the first edge tells the third.
        await stand.UpgradeAsync();
        Assert.Equal("and there", await EchoAsync(socket, "and there"));
        Assert.Equal(EdgeErrors.InFlight, (await stand.Control.ParkAsync(Alice, force: false, Token)).Error.Code);

        // Its time over, it is cut, and the edge that kept it has nothing left but what Caddy keeps open.
        _ = await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
        {
            while (true) _ = await EchoAsync(socket, "still there");
        });
        await EdgeStand.UntilAsync(async () => (await stand.Control.ParkAsync(Alice, force: false, Token)).IsSuccess, "nothing is under way");
        await stand.UnparkAsync("alice", guest.EndPoint);
    }

    [Fact]
    public async Task a_tenant_that_is_put_to_sleep_by_force_is_cut_off_from_the_former_edge_too()
    {
        using var socket = await OpenAsync();
        await stand.UpgradeAsync();

        Assert.True((await stand.Control.ParkAsync(Alice, force: true, Token)).IsSuccess);
        Assert.Equal(0, (await stand.ActivityAsync("alice")).WebSockets);
        _ = await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
        {
            while (true) _ = await EchoAsync(socket, "gone");
        });
    }

    [Fact]
    public async Task what_waits_for_a_sleeper_goes_on_waiting_at_the_next_edge()
    {
        var port = new PublishedPort(EdgeStand.FreePort(), guest.EndPoint.Port);
        await stand.PublishAsync("alice", guest.EndPoint, port);
        await stand.ParkAsync("alice");
        var asking = Enumerable.Range(0, 3).Select(_ => client.GetAsync(stand.Url("alice"), Token)).ToList();
        using var stream = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await stream.ConnectAsync(IPAddress.Loopback, port.HostPort, Token);
        _ = await stream.SendAsync("GET / HTTP/1.1\r\nHost: alice\r\nConnection: close\r\n\r\n"u8.ToArray(), Token);
        await stand.UntilHeldAsync("alice", 4);

        await stand.UpgradeAsync();
        await stand.UntilHeldAsync("alice", 4);
        await stand.UnparkAsync("alice", guest.EndPoint, port);

        foreach (var response in await Task.WhenAll(asking)) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = new byte[12];
        _ = await stream.ReceiveAsync(answer, Token);
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(answer));
    }

    [Fact]
    public async Task published_ports_are_never_refused_and_their_connections_go_on()
    {
        var port = new PublishedPort(EdgeStand.FreePort(), guest.EndPoint.Port);
        await stand.PublishAsync("alice", guest.EndPoint, port);
        using var before = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await before.ConnectAsync(IPAddress.Loopback, port.HostPort, Token);
        using var over = new CancellationTokenSource();
        var connecting = ConnectAsync();

        for (var upgrade = 0; upgrade < 3; upgrade++) await stand.UpgradeAsync();
        await over.CancelAsync();

        Assert.InRange(await connecting, 1, int.MaxValue);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(before), StringComparison.Ordinal);
        Assert.Empty((await stand.Control.ReadHealthAsync(Token)).Value.PortsDown);

        async Task<int> ConnectAsync()
        {
            var count = 0;
            for (; !over.IsCancellationRequested; count++)
            {
                using var one = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await one.ConnectAsync(IPAddress.Loopback, port.HostPort, Token);
                Assert.StartsWith("HTTP/1.1 200", await AskAsync(one), StringComparison.Ordinal);
            }

            return count;
        }
    }

    [Fact]
    public async Task an_edge_that_cannot_be_started_leaves_the_one_that_serves()
    {
        var serving = stand.EdgePid;
        Assert.Equal(EdgeErrors.StartFailed, (await stand.TryUpgradeAsync("/usr/bin/false")).Error.Code);

        Assert.Equal(serving, stand.EdgePid);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(stand.Url("alice"), Token)).StatusCode);
        await stand.UpgradeAsync();
        Assert.NotEqual(serving, stand.EdgePid);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(stand.Url("alice"), Token)).StatusCode);
    }

    [Fact]
    public async Task the_table_of_the_next_edge_outlives_it_while_the_former_drains()
    {
        using var socket = await OpenAsync();
        await stand.UpgradeAsync();
        await stand.PublishAsync("bob", guest.EndPoint);
        var killed = stand.EdgePid;
        EdgeStand.Kill(killed);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(stand.Url("bob"), Token)).StatusCode);
        await EdgeStand.UntilAsync(() => Task.FromResult(stand.EdgePid != killed), "another edge runs");
        Assert.Equal(["alice", "bob"], (await stand.Control.ReadTableAsync(Token)).Value.Select(entry => entry.Tenant));
        Assert.Equal("alive", await EchoAsync(socket, "alive"));
    }

    [Fact]
    public async Task torn_down_no_edge_that_drains_is_left()
    {
        using var former = PidFd.Open(stand.EdgePid).Value;
        using var socket = await OpenAsync();
        await stand.UpgradeAsync();
        Assert.False(former.HasExited);

        Assert.True((await stand.Control.TearDownAsync(Token)).IsSuccess);
        Assert.True(former.HasExited);
    }

    private async Task<ClientWebSocket> OpenAsync()
    {
        var socket = new ClientWebSocket();
        using var invoker = stand.NewClient();
        await socket.ConnectAsync(new UriBuilder(stand.Url("alice", "/ws")) { Scheme = "ws" }.Uri, invoker, Token);
        return socket;
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[256];
        var got = await socket.ReceiveAsync(buffer, Token);
        if (got.MessageType == WebSocketMessageType.Close) throw new WebSocketException("it was closed");
        return Encoding.UTF8.GetString(buffer, 0, got.Count);
    }

    private static async Task<string> AskAsync(Socket socket)
    {
        _ = await socket.SendAsync("GET / HTTP/1.1\r\nHost: alice\r\n\r\n"u8.ToArray(), Token);
        var answer = new byte[4 << 10];
        return Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer, Token));
    }
}
