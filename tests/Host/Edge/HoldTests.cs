using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>What waits for a sleeping tenant, what it is told, and what the service is told of it.</summary>
public sealed class HoldTests : IAsyncLifetime
{
    private const int PerTenant = 3;
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private EdgeStand stand = null!;
    private StandinGuest guest = null!;
    private HttpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with { Wake = new WakeConfig { HoldMs = 5_000, MaxHeldPerTenant = PerTenant, BudgetPerSource = 2 } });
        guest = await StandinGuest.StartAsync();
        client = stand.NewClient();
        await stand.PublishAsync("alice", guest.EndPoint);
        await stand.ParkAsync("alice");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await guest.DisposeAsync();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task a_body_is_not_read_while_its_request_waits_and_arrives_whole()
    {
        var body = RandomNumberGenerator.GetBytes(32 << 20);
        using var counted = new CountedStream(body);
        var sending = client.PostAsync(stand.Url("alice", "/up"), new StreamContent(counted, 64 << 10), Token);
        await stand.UntilHeldAsync("alice", 1);
        await EdgeStand.UntilAsync(
            async () =>
            {
                var before = counted.Taken;
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Token);
                return before > 0 && counted.Taken == before;
            },
            "the writer stands still");
        Assert.True(counted.Taken < body.Length / 2, $"{counted.Taken} bytes were taken");

        await stand.UnparkAsync("alice", guest.EndPoint);

        using var answered = await sending;
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), await answered.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task a_websocket_and_a_stream_of_events_wait_and_then_work()
    {
        using var socket = new ClientWebSocket();
        using var invoker = stand.NewClient();
        var connecting = socket.ConnectAsync(new UriBuilder(stand.Url("alice", "/ws")) { Scheme = "ws" }.Uri, invoker, Token);
        var events = client.GetAsync(stand.Url("alice", "/sse"), HttpCompletionOption.ResponseHeadersRead, Token);
        await stand.UntilHeldAsync("alice", 2);

        await stand.UnparkAsync("alice", guest.EndPoint);

        await connecting;
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[16];
        var got = await socket.ReceiveAsync(buffer, Token);
        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, got.Count));
        using var told = new StreamReader(await (await events).Content.ReadAsStreamAsync(Token));
        Assert.Equal("data: 1", await told.ReadLineAsync(Token));
        Assert.Equal(EdgeErrors.InFlight, (await stand.Control.ParkAsync(Alice, force: false, Token)).Error.Code);
        guest.Release(3);
    }

    [Fact]
    public async Task no_more_wait_than_may_and_whoever_leaves_makes_room()
    {
        using var leaving = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, PerTenant).Select(_ => client.GetAsync(stand.Url("alice"), leaving.Token)).ToList();
        await stand.UntilHeldAsync("alice", PerTenant);

        using var full = await client.GetAsync(stand.Url("alice"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.NotNull(full.Headers.RetryAfter?.Delta);

        await leaving.CancelAsync();
        await stand.UntilHeldAsync("alice", 0);
        foreach (var task in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(0, guest.Reached);
    }

    [Fact]
    public async Task a_tenant_that_does_not_wake_in_its_time_is_told_as_page_or_as_document()
    {
        using var document = await client.GetAsync(stand.Url("alice"), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, document.StatusCode);
        Assert.Equal("application/problem+json", document.Content.Headers.ContentType!.MediaType);
        Assert.Contains("did not wake within 5 s", await document.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.NotNull(document.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task a_wake_that_failed_answers_all_that_wait_and_nothing_asks_again_before_its_time()
    {
        var asks = new List<WakeAsked>();
        using var over = new CancellationTokenSource();
        var listening = ListenAsync(asks, over.Token);
        var waiting = Enumerable.Range(0, 2).Select(_ => client.SendAsync(PageRequest(), Token)).ToList();
        await stand.UntilHeldAsync("alice", 2);

        Assert.True((await stand.Control.RefuseAsync(Alice, "its disk is <gone>.", TimeSpan.FromSeconds(60), Token)).IsSuccess);
        foreach (var answered in await Task.WhenAll(waiting))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answered.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(60), answered.Headers.RetryAfter!.Delta);
            Assert.Contains("its disk is &lt;gone&gt;.", await answered.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var again = await client.GetAsync(stand.Url("alice"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
        Assert.InRange(again.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await over.CancelAsync();
        await listening;
        Assert.True(asks.Count <= 1, $"{asks.Count} asks");
        Assert.True((await stand.ActivityAsync("alice")).Parked);
    }

    [Fact]
    public async Task the_service_is_told_once_by_what_a_tenant_is_wanted_and_a_new_one_is_told_again()
    {
        var waiting = client.GetAsync(stand.Url("alice", "/hooks/42?secret=1"), Token);
        await stand.UntilHeldAsync("alice", 1);
        var first = await FirstAskAsync();
        await stand.LoseServiceAsync();
        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        var second = await FirstAskAsync();

        Assert.Equal(first, second);
        Assert.Equal(Alice, second.Tenant);
        Assert.Equal(WakeCause.Request, second.Cause);
        Assert.Equal("GET /hooks/42", second.Request);
        Assert.StartsWith("alice.lobster.localhost", second.Host, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", second.Peer);
        await stand.UnparkAsync("alice", guest.EndPoint);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task an_unknown_host_wakes_nobody_and_a_scanner_soon_wakes_nobody_either()
    {
        foreach (var name in new[] { "bob", "carol" })
        {
            await stand.PublishAsync(name, guest.EndPoint);
            await stand.ParkAsync(name);
        }

        using var unknown = await client.GetAsync(stand.Url("nobody"), Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var leaving = new CancellationTokenSource();
        var woken = new[] { "alice", "bob" }.Select(name => client.GetAsync(stand.Url(name), leaving.Token)).ToList();
        await stand.UntilHeldAsync("alice", 1);
        await stand.UntilHeldAsync("bob", 1);

        using var third = await client.GetAsync(stand.Url("carol"), Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter?.Delta);
        Assert.Equal(0, (await stand.ActivityAsync("carol")).Held);
        await leaving.CancelAsync();
        foreach (var task in woken) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
    }

    [Fact]
    public async Task a_published_port_takes_a_connection_that_waits_and_then_works_and_one_that_left_is_forgotten()
    {
        using var bare = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bare.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        bare.Listen();
        var port = new PublishedPort(EdgeStand.FreePort(), ((IPEndPoint)bare.LocalEndPoint!).Port);
        await stand.UnparkAsync("alice", guest.EndPoint, port);
        await stand.ParkAsync("alice");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port.HostPort, Token);
        _ = await socket.SendAsync("ping"u8.ToArray(), Token);
        using (var hasty = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await hasty.ConnectAsync(IPAddress.Loopback, port.HostPort, Token);
            await stand.UntilHeldAsync("alice", 2);
        }

        await stand.UntilHeldAsync("alice", 1);
        var asked = await FirstAskAsync();
        Assert.Equal(WakeCause.Connection, asked.Cause);
        Assert.Equal(port.HostPort, asked.HostPort);
        Assert.False(bare.Poll(0, SelectMode.SelectRead));

        await stand.UnparkAsync("alice", guest.EndPoint, port);

        using var accepted = await bare.AcceptAsync(Token);
        var buffer = new byte[16];
        Assert.Equal("ping", Encoding.ASCII.GetString(buffer, 0, await accepted.ReceiveAsync(buffer, Token)));
        _ = await accepted.SendAsync("pong"u8.ToArray(), Token);
        Assert.Equal("pong", Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Token)));
    }

    private HttpRequestMessage PageRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, stand.Url("alice"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return request;
    }

    private async Task<WakeAsked> FirstAskAsync()
    {
        await foreach (var asked in stand.Control.ListenAsync(Token)) return asked;
        throw new InvalidOperationException("nothing was asked");
    }

    private async Task ListenAsync(List<WakeAsked> asks, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var asked in stand.Control.ListenAsync(cancellationToken)) asks.Add(asked);
        }
        catch (OperationCanceledException)
        {
            // It has heard enough.
        }
    }

    /// <summary>A body that tells how much of it was taken.</summary>
    private sealed class CountedStream(byte[] content) : MemoryStream(content, writable: false)
    {
        public long Taken => Position;
    }
}
