using System.Net;
using System.Text;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>What the edge counts, and where it says enough.</summary>
public sealed class InFlightTests : IAsyncLifetime
{
    private const int Limit = 520;

    private EdgeStand stand = null!;
    private StandinGuest guest = null!;
    private HttpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with { Edge = config.Edge with { MaxInFlightPerTenant = Limit } });
        guest = await StandinGuest.StartAsync();
        client = stand.NewEdgeClient();
        await stand.PublishAsync("alice", guest.EndPoint);
        await stand.PublishAsync("bob", guest.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await guest.DisposeAsync();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task five_hundred_at_once_are_counted_exactly_while_half_of_them_break_off()
    {
        using var leaving = new CancellationTokenSource();
        var patient = Enumerable.Range(0, 250).Select(_ => client.GetAsync(stand.Url("alice", "/hold"), Token)).ToList();
        var hasty = Enumerable.Range(0, 250).Select(_ => client.GetAsync(stand.Url("alice", "/hold"), leaving.Token)).ToList();
        await EdgeStand.UntilAsync(async () => await CountAsync("alice") == 500 && guest.Holding == 500, "500 are in flight");

        await leaving.CancelAsync();
        await EdgeStand.UntilAsync(async () => await CountAsync("alice") == 250, "250 are left");
        foreach (var task in hasty) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

        guest.Release(250 + 250);
        Assert.All(await Task.WhenAll(patient), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(0, await CountAsync("alice"));
        Assert.Equal(0, (await stand.Control.ReadHealthAsync(Token)).Value.UnderWay);
    }

    [Fact]
    public async Task a_tenant_that_is_full_is_told_so_and_others_are_served()
    {
        var told = FirstEventAsync();
        var held = Enumerable.Range(0, Limit).Select(_ => client.GetAsync(stand.Url("alice", "/hold"), Token)).ToList();
        await EdgeStand.UntilAsync(async () => await CountAsync("alice") == Limit, "alice is full");

        using var refused = await client.GetAsync(stand.Url("alice"), Token);
        using var other = await client.GetAsync(stand.Url("bob"), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(new EdgeEvent.Saturated("alice"), await told);

        guest.Release(Limit);
        _ = await Task.WhenAll(held);
        using var again = await client.GetAsync(stand.Url("alice"), Token);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task a_request_that_is_no_http_leaves_nothing_in_flight()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, stand.Port, Token);
        _ = await socket.SendAsync(Encoding.ASCII.GetBytes("GET /\0 HTTP/9\r\nHost: alice.lobster.localhost\r\n\r\n"), Token);
        _ = await socket.ReceiveAsync(new byte[1 << 10], Token);

        Assert.Equal(0, (await stand.Control.ReadHealthAsync(Token)).Value.UnderWay);
    }

    private async Task<EdgeEvent> FirstEventAsync()
    {
        await foreach (var happened in stand.Control.WatchAsync(Token)) return happened;
        throw new InvalidOperationException("the watch ended");
    }

    private async Task<int> CountAsync(string tenant) =>
        (await stand.Control.ReadInFlightAsync(Token)).Value.Where(read => read.Tenant == tenant).Sum(read => read.Requests + read.WebSockets + read.Streams);
}
