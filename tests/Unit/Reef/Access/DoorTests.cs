using System.Net;
using Lobsterd.Domain.Config;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Access;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Access;

/// <summary>What the API's doors let through beside scopes: how often, and pages of which origins.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private const string Console = "https://console.example.org";

    private readonly ReefServer server = new() { Config = new LobsterdConfig { Reef = new ReefConfig { RequestsPerSecond = 1, CorsOrigins = [Console] } } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public void a_caller_may_ask_a_seconds_worth_at_once_and_then_at_the_rate()
    {
        var clock = new FakeTimeProvider();
        var turnstile = new Turnstile(perSecond: 5, clock);

        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => turnstile.Pass("ci")));
        Assert.True(turnstile.Pass("other"));
        clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => turnstile.Pass("ci")));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Enumerable.Range(0, 10).Count(_ => turnstile.Pass("ci")));
    }

    [Fact]
    public async Task who_asks_too_often_over_tcp_is_told_to_wait_and_the_socket_is_not_counted()
    {
        using var client = server.OverTcp(token: null);
        HttpResponseMessage answer;
        do answer = await client.GetAsync(ReefPaths.Tenants, Token);
        while (answer.StatusCode == HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(ReefPaths.Tenants, Token)).StatusCode);
    }

    [Theory]
    [InlineData(Console, true)]
    [InlineData("https://elsewhere.example.org", false)]
    [InlineData("https://console.example.org:8443", false)]
    [InlineData("null", false)]
    public async Task a_browser_is_told_which_pages_may_read(string origin, bool isAllowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ReefPaths.Health) { Headers = { { "Origin", origin } } };
        using var asked = new HttpRequestMessage(HttpMethod.Options, ReefPaths.Tenants) { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" } } };

        var answer = await server.Client.SendAsync(request, Token);
        var before = await server.Client.SendAsync(asked, Token);

        Assert.Equal(isAllowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) && allowed.Single() == origin);
        Assert.Equal(isAllowed ? HttpStatusCode.NoContent : HttpStatusCode.NotFound, before.StatusCode);
        Assert.Equal(isAllowed, before.Headers.Contains("Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task without_a_configured_origin_no_page_may()
    {
        var plain = new ReefServer();
        await plain.InitializeAsync();
        await using var running = plain;
        using var request = new HttpRequestMessage(HttpMethod.Get, ReefPaths.Health) { Headers = { { "Origin", Console } } };

        Assert.False((await plain.Client.SendAsync(request, Token)).Headers.Contains("Access-Control-Allow-Origin"));
    }
}
