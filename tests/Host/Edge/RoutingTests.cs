using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>Requests through Caddy and the edge to guests.</summary>
public sealed class RoutingTests : IAsyncLifetime
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
    public async Task a_request_reaches_its_tenant_with_host_and_target_as_they_were_written()
    {
        var asWritten = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var seen = await WhoAsync(new Uri($"http://alice.lobster.localhost:{stand.Port}/a%2Fb/%7Euser?q=%20x&y=a+b", asWritten));

        Assert.Equal("/a%2Fb/%7Euser?q=%20x&y=a+b", seen["target"]!.GetValue<string>());
        Assert.Equal($"alice.lobster.localhost:{stand.Port}", seen["headers"]!["Host"]!.GetValue<string>());
    }

    [Fact]
    public async Task the_guest_is_told_the_truth_about_its_client_whatever_the_client_says()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, stand.Url("alice"));
        foreach (var (name, value) in ((string, string)[])[("X-Forwarded-For", "10.1.2.3"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Port", "443"), ("X-Forwarded-Prefix", "/admin"), ("Forwarded", "for=10.1.2.3"), ("X-Real-IP", "10.1.2.3")])
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));

        var headers = (await WhoAsync(request))["headers"]!.AsObject();

        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]!.GetValue<string>());
        Assert.Equal("http", headers["X-Forwarded-Proto"]!.GetValue<string>());
        Assert.Equal($"alice.lobster.localhost:{stand.Port}", headers["X-Forwarded-Host"]!.GetValue<string>());
        Assert.DoesNotContain(headers, header => header.Key.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            || header.Key.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase) || header.Key is "X-Forwarded-Port" or "X-Forwarded-Prefix");
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml", "text/html")]
    [InlineData("*/*", "application/problem+json")]
    [InlineData("application/json", "application/problem+json")]
    public async Task an_unknown_host_gets_a_page_that_says_so(string accept, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, stand.Url("nobody"));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.Contains("No such tenant", body, StringComparison.Ordinal);
        Assert.Contains("nobody.lobster.localhost", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_tenant_whose_guest_is_dead_gets_a_page_that_says_so()
    {
        await stand.PublishAsync("dead", new IPEndPoint(IPAddress.Loopback, EdgeStand.FreePort()));
        using var response = await client.GetAsync(stand.Url("dead"), Token);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("does not answer", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_answer_that_breaks_off_is_not_passed_on_as_a_whole_one()
    {
        // Without Caddy: 2.6 logs a break of an answer of unknown length and ends the answer as if it were whole.
        using var direct = stand.NewEdgeClient();
        using var response = await direct.GetAsync(stand.Url("alice", "/break"), HttpCompletionOption.ResponseHeadersRead, Token);
        guest.Release();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task a_changed_route_leads_elsewhere_at_once()
    {
        await using var other = await StandinGuest.StartAsync();
        var before = await WhoAsync(stand.Url("alice"));
        await stand.PublishAsync("alice", other.EndPoint);
        await guest.DisposeAsync();

        var after = await WhoAsync(stand.Url("alice"));

        Assert.NotEqual(before["connection"]!.GetValue<string>(), after["connection"]!.GetValue<string>());
    }

    [Fact]
    public async Task a_withdrawn_host_is_unknown_at_once_and_what_is_under_way_goes_on()
    {
        using var download = await client.GetAsync(stand.Url("alice", "/slow"), HttpCompletionOption.ResponseHeadersRead, Token);
        await stand.WithdrawAsync("alice");
        using var late = await client.GetAsync(stand.Url("alice"), Token);
        guest.Release();

        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Equal("first second", await download.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task the_next_tenant_at_an_address_gets_no_connection_of_the_last_one()
    {
        var alice = await WhoAsync(stand.Url("alice"));
        await stand.WithdrawAsync("alice");
        await stand.PublishAsync("bob", guest.EndPoint);
        var bob = await WhoAsync(stand.Url("bob"));
        var again = await WhoAsync(stand.Url("bob"));

        Assert.NotEqual(alice["connection"]!.GetValue<string>(), bob["connection"]!.GetValue<string>());
        Assert.Equal(bob["connection"]!.GetValue<string>(), again["connection"]!.GetValue<string>());
    }

    private Task<JsonNode> WhoAsync(Uri url) => WhoAsync(new HttpRequestMessage(HttpMethod.Get, url));

    private async Task<JsonNode> WhoAsync(HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }
}
