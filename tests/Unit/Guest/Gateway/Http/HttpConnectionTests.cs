using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Guest.Gateway;
using Lobsterd.Guest.Gateway.Http;
using Lobsterd.Guest.Streams;
using Lobsterd.Tests.Unit.Guest.Loop;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway.Http;

/// <summary>One connection of the gateway's, with bytes sent by hand and a clock of the test's.</summary>
public sealed class HttpConnectionTests : IAsyncLifetime
{
    private readonly LoopThread loop = new();
    private readonly FakeTimeProvider clock = new();
    private readonly Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Task serving = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var routes = GatewayProgram.RoutesOf(new GatewaySettings("alice", "secret", 0, "/nowhere", null), clock);
        var listener = await loop.RunAsync(() => Listener.Open(loop.Loop, new IPEndPoint(IPAddress.Loopback, 0)).Value);
        await client.ConnectAsync(listener.EndPoint.Value, Token);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        serving = loop.RunAsync(async () =>
        {
            using (listener)
            {
                var (stream, _) = await listener.AcceptAsync(Token);
                using (stream)
                {
                    var running = new HttpConnection(stream, clock).RunAsync(routes.AnswerAsync, Token);
                    ready.SetResult();
                    await running;
                }
            }
        });
        await ready.Task;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await serving;
        await loop.DisposeAsync();
    }

    [Fact]
    public async Task requests_in_one_packet_are_answered_in_turn()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        var answer = await ReadToEndAsync();

        Assert.Equal(["200", "405", "200"], answer.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3]));
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_http_10_echo_ends_with_its_connection()
    {
        await SendAsync("POST /echo?token=secret HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
        var answer = await ReadToEndAsync();

        Assert.EndsWith("\r\n\r\nhello", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("chunked", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_client_that_waits_is_told_to_send_its_body()
    {
        await SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nAuthorization: bearer secret\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n");
        await SendAsync("hi");

        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", await ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nx")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\nTransfer-Encoding: chunked\r\n\r\nx")]
    public async Task an_echo_of_a_broken_body_is_broken_off(string request)
    {
        await SendAsync(request);

        Assert.DoesNotContain("0\r\n\r\n", await ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n", 417)]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", 401)]
    [InlineData("GET /bytes?count=x&token=secret HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST /disk?token=secret HTTP/1.1\r\nHost: a\r\n\r\n", 507)]
    public async Task what_cannot_be_answered_says_so(string request, int status)
    {
        await SendAsync(request);
        client.Shutdown(SocketShutdown.Send);

        Assert.StartsWith($"HTTP/1.1 {status} ", await ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_silent_client_is_hung_up_on_and_one_in_mid_request_is_told_why()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT");
        var first = new byte[1];
        Assert.Equal(1, await client.ReceiveAsync(first, Token));
        await AdvanceAsync(HttpLimits.HeadTime);

        Assert.Contains("HTTP/1.1 408 ", await ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_client_that_never_says_anything_is_hung_up_on()
    {
        await AdvanceAsync(HttpLimits.IdleTime);

        Assert.Equal("", await ReadToEndAsync());
    }

    [Fact]
    public async Task a_body_that_stays_away_ends_the_connection()
    {
        await SendAsync("POST /echo?token=secret HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
        var answer = "";
        while (!answer.EndsWith("\r\n2\r\nhe\r\n", StringComparison.Ordinal))
        {
            answer += await ReadAsync();
        }

        await AdvanceAsync(HttpLimits.IdleTime);

        Assert.Equal("", await ReadToEndAsync());
    }

    [Fact]
    public async Task a_body_that_nobody_wants_is_read_away_only_so_far()
    {
        await SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + new string('x', 80_000));

        Assert.StartsWith("HTTP/1.1 405 ", await ReadToEndAsync(), StringComparison.Ordinal);
    }

    private Task AdvanceAsync(TimeSpan time) => loop.RunAsync(() =>
    {
        clock.Advance(time);
        return Task.CompletedTask;
    });

    private async Task SendAsync(string text) => _ = await client.SendAsync(Encoding.Latin1.GetBytes(text), Token);

    private async Task<string> ReadAsync()
    {
        var buffer = new byte[64 << 10];
        try
        {
            return Encoding.Latin1.GetString(buffer, 0, await client.ReceiveAsync(buffer, Token));
        }
        catch (SocketException)
        {
            // Reset: the gateway closed while bytes of ours were unread.
            return "";
        }
    }

    private async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        while (await ReadAsync() is { Length: > 0 } piece) _ = text.Append(piece);
        return text.ToString();
    }
}
