using System.Net.WebSockets;
using System.Text;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>WebSockets and event streams through Caddy and the edge, while the service does what it does.</summary>
public sealed class LongConnectionTests : IAsyncLifetime
{
    private EdgeStand stand = null!;
    private StandinGuest guest = null!;
    private HttpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with { Edge = config.Edge with { ActivityTimeoutMs = 1_000 } });
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
    public async Task a_websocket_echoes_both_ways_and_is_counted_as_one()
    {
        using var socket = await OpenAsync();

        Assert.Equal("hello", await EchoAsync(socket, "hello"));
        Assert.Equal([new EdgeInFlight("alice", 0, 1, 0)], (await stand.Control.ReadInFlightAsync(Token)).Value);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await UntilQuietAsync();
    }

    [Fact]
    public async Task a_silent_websocket_outlives_the_activity_timeout()
    {
        using var socket = await OpenAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(2_500), TimeProvider.System, Token);

        Assert.Equal("still here", await EchoAsync(socket, "still here"));
    }

    [Fact]
    public async Task a_websocket_is_not_cut_by_other_tenants_routes_or_the_services_end()
    {
        using var socket = await OpenAsync();
        for (var n = 0; n < 50; n++)
        {
            await stand.PublishAsync($"t{n}", guest.EndPoint);
            Assert.Equal($"{n}", await EchoAsync(socket, $"{n}"));
        }

        for (var n = 0; n < 50; n++) await stand.WithdrawAsync($"t{n}");
        await stand.LoseServiceAsync();
        Assert.Equal("alone", await EchoAsync(socket, "alone"));

        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);
        Assert.True((await stand.Control.ReplaceAsync([EdgeStand.Route("alice", guest.EndPoint)], Token)).IsSuccess);
        Assert.Equal("again", await EchoAsync(socket, "again"));
    }

    [Fact]
    public async Task a_withdrawn_tenants_websocket_goes_on_and_no_longer_counts_as_the_next_ones()
    {
        using var socket = await OpenAsync();
        await stand.WithdrawAsync("alice");
        await stand.PublishAsync("alice", guest.EndPoint);

        Assert.Equal("on", await EchoAsync(socket, "on"));
        Assert.Empty((await stand.Control.ReadInFlightAsync(Token)).Value);
        Assert.Equal(1, (await stand.Control.ReadHealthAsync(Token)).Value.UnderWay);
    }

    [Fact]
    public async Task events_arrive_one_by_one_as_they_are_sent()
    {
        await using var stream = await client.GetStreamAsync(stand.Url("alice", "/sse"), Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (var n = 1; n <= 3; n++)
        {
            Assert.Equal($"data: {n}", await reader.ReadLineAsync(Token));
            Assert.Equal("", await reader.ReadLineAsync(Token));
            guest.Release();
        }

        Assert.Null(await reader.ReadLineAsync(Token));
        await UntilQuietAsync();
    }

    [Fact]
    public async Task a_client_that_leaves_is_let_go_all_the_way_to_the_guest()
    {
        using var leaving = new CancellationTokenSource();
        var held = client.GetAsync(stand.Url("alice", "/hold"), leaving.Token);
        await EdgeStand.UntilAsync(() => Task.FromResult(guest.Holding == 1), "the guest holds it");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);

        await UntilQuietAsync();
        await EdgeStand.UntilAsync(() => Task.FromResult(guest.Holding == 0), "the guest is let go");
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
        var buffer = new byte[1 << 10];
        var got = await socket.ReceiveAsync(buffer, Token);
        return Encoding.UTF8.GetString(buffer, 0, got.Count);
    }

    private Task UntilQuietAsync() => EdgeStand.UntilAsync(
        async () => (await stand.Control.ReadHealthAsync(Token)).Value.UnderWay == 0, "nothing is in flight");
}
