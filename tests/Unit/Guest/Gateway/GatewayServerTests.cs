using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Lobsterd.Guest.Gateway;
using Lobsterd.Tests.Unit.Guest.Loop;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway;

public sealed class GatewayServerTests : IAsyncLifetime
{
    private const string Secret = "gateway-secret";

    private readonly LoopThread loop = new();
    private readonly CancellationTokenSource stop = new();
    private readonly string home = Directory.CreateTempSubdirectory("gateway-").FullName;
    private readonly HttpClient client = new();
    private readonly List<Exception> faults = [];
    private Uri address = new("http://127.0.0.1");
    private Task serving = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new GatewaySettings("alice", Secret, 0, home, null);
        var server = await loop.RunAsync(() => GatewayServer.Open(loop.Loop, 0, GatewayProgram.RoutesOf(settings, loop.Loop.Clock), faults.Add).Value);
        address = new Uri($"http://127.0.0.1:{server.EndPoint.Value.Port}");
        serving = loop.RunAsync(async () =>
        {
            using (server) await server.RunAsync(stop.Token);
        });
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await stop.CancelAsync();
        await serving;
        await loop.DisposeAsync();
        Directory.Delete(home, recursive: true);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task the_first_page_counts_its_requests_as_json()
    {
        _ = await client.GetStringAsync(address, Token);
        using var report = JsonDocument.Parse(await client.GetStringAsync(address, Token));

        Assert.Equal("alice", report.RootElement.GetProperty("tenant").GetString());
        Assert.Equal(2, report.RootElement.GetProperty("requests").GetInt64());
        Assert.Matches("^[0-9a-f]{32}$", report.RootElement.GetProperty("instance").GetString());
        Assert.True(report.RootElement.GetProperty("uptimeMs").GetInt64() >= 0);
    }

    [Fact]
    public async Task whoever_prefers_html_gets_a_page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await client.SendAsync(request, Token);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<h1>alice</h1>", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/echo")]
    [InlineData("/ws")]
    [InlineData("/disk")]
    [InlineData("/bytes?count=1")]
    public async Task all_but_the_first_page_ask_for_the_token(string path)
    {
        using var without = await client.GetAsync(new Uri(address, path), Token);
        using var wrong = await SendAsync(HttpMethod.Get, path, "gateway-secreT");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (without.StatusCode, wrong.StatusCode));
    }

    [Fact]
    public async Task an_echo_is_what_was_sent_however_it_was_framed()
    {
        var body = new byte[300_000];
        new Random(7).NextBytes(body);
        using var whole = await SendAsync(HttpMethod.Post, "/echo", Secret, new ByteArrayContent(body));
        using var pieces = await SendAsync(HttpMethod.Put, "/echo", Secret, new StreamContent(new MemoryStream(body)), isChunked: true);

        Assert.Equal(body, await whole.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(body, await pieces.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task the_disk_counter_survives_its_server()
    {
        Assert.Equal("""{"counter":0}""", await TextAsync(HttpMethod.Get, "/disk"));
        Assert.Equal("""{"counter":1}""", await TextAsync(HttpMethod.Post, "/disk"));
        Assert.Equal("""{"counter":2}""", await TextAsync(HttpMethod.Post, "/disk"));
        Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine(home, ".lobster-counter"), Token));
    }

    [Fact]
    public async Task increments_at_the_same_time_are_all_counted()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TextAsync(HttpMethod.Post, "/disk")));

        Assert.Equal("""{"counter":20}""", await TextAsync(HttpMethod.Get, "/disk"));
    }

    [Fact]
    public async Task a_download_has_the_length_and_the_content_that_were_asked_for()
    {
        using var response = await SendAsync(HttpMethod.Get, "/bytes?count=100001", Secret);
        var bytes = await response.Content.ReadAsByteArrayAsync(Token);

        Assert.Equal(100_001, bytes.Length);
        Assert.All(bytes.Index(), at => Assert.Equal((byte)(at.Index % 251), at.Item));
    }

    [Fact]
    public async Task a_websocket_echoes_text_and_bytes_and_closes_in_good_order()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/ws", Query = "token=" + Secret }.Uri, Token);

        Assert.Equal("grüße", await EchoAsync(socket, "grüße"));
        Assert.Equal(new string('x', 70_000), await EchoAsync(socket, new string('x', 70_000)));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task an_ordinary_request_for_the_websocket_is_told_to_upgrade()
    {
        using var response = await SendAsync(HttpMethod.Get, "/ws", Secret);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal("13", response.Headers.GetValues("Sec-WebSocket-Version").Single());
    }

    [Fact]
    public async Task what_is_not_there_and_what_is_not_done_are_told_apart()
    {
        using var missing = await SendAsync(HttpMethod.Get, "/nothing", Secret);
        using var refused = await SendAsync(HttpMethod.Delete, "/", Secret);

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal("GET, HEAD", string.Join(", ", refused.Content.Headers.Allow));
    }

    [Fact]
    public async Task a_head_request_gets_the_length_without_the_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var response = await client.SendAsync(request, Token);

        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    private async Task<string> TextAsync(HttpMethod method, string path)
    {
        using var response = await SendAsync(method, path, Secret);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, HttpContent? content = null, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TransferEncodingChunked = isChunked;
        return await client.SendAsync(request, Token);
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[100_000];
        var count = 0;
        WebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, count, buffer.Length - count), Token);
            count += received.Count;
        }
        while (!received.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}
