using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>Large, slow and refused bodies and headers, through Caddy and the edge.</summary>
public sealed class BodyTests : IAsyncLifetime
{
    private const int Megabyte = 1 << 20;

    private EdgeStand stand = null!;
    private StandinGuest guest = null!;
    private HttpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with
        {
            Edge = config.Edge with { MaxBodyBytes = 128 * Megabyte, MaxHeaderBytes = 8_192, ActivityTimeoutMs = 1_000 },
        });
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
    public async Task a_hundred_megabytes_come_down_whole()
    {
        await using var body = await client.GetStreamAsync(stand.Url("alice", $"/down?bytes={100 * Megabyte}"), Token);
        var buffer = new byte[256 << 10];
        var total = 0L;
        for (int count; (count = await body.ReadAsync(buffer, Token)) > 0; total += count)
            Assert.True(buffer.AsSpan(0, count).IndexOfAnyExcept((byte)'x') < 0);

        Assert.Equal(100L * Megabyte, total);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_hundred_megabytes_go_up_whole(bool lengthIsKnown)
    {
        var bytes = new byte[100 * Megabyte];
        new Random(7).NextBytes(bytes);
        using var request = new HttpRequestMessage(HttpMethod.Post, stand.Url("alice", "/up")) { Content = new ByteArrayContent(bytes) };
        request.Headers.TransferEncodingChunked = !lengthIsKnown;
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_body_beyond_the_limit_is_refused(bool lengthIsKnown)
    {
        // By hand: whoever still writes when it is refused may hear of a broken pipe, and clients that are made for use then do not read the answer.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(stand.Paths.EdgeHttpSocket), Token);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var writing = WriteAsync();
        var answer = new byte[12];
        await stream.ReadExactlyAsync(answer, Token);

        Assert.Equal("HTTP/1.1 413", Encoding.ASCII.GetString(answer));
        socket.Shutdown(SocketShutdown.Both);
        await writing;

        async Task WriteAsync()
        {
            var framing = lengthIsKnown ? $"Content-Length: {(128 * Megabyte) + 1}" : "Transfer-Encoding: chunked";
            var part = new byte[Megabyte];
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /up HTTP/1.1\r\nHost: alice.lobster.localhost\r\n{framing}\r\n\r\n"), Token);
                for (var written = 0; written <= 128; written++)
                {
                    if (!lengthIsKnown) await stream.WriteAsync("100000\r\n"u8.ToArray(), Token);
                    await stream.WriteAsync(part, Token);
                    if (!lengthIsKnown) await stream.WriteAsync("\r\n"u8.ToArray(), Token);
                }
            }
            catch (IOException)
            {
                // It was refused.
            }
        }
    }

    [Fact]
    public async Task a_body_that_comes_byte_by_byte_arrives_as_long_as_it_goes_on()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, stand.Port, Token);
        _ = await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /up HTTP/1.1\r\nHost: alice.lobster.localhost:{stand.Port}\r\nContent-Length: 20\r\nConnection: close\r\n\r\n"), Token);
        for (var sent = 0; sent < 20; sent++)
        {
            _ = await socket.SendAsync("y"u8.ToArray(), Token);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
        }

        Assert.EndsWith(Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(new string('y', 20)))), (await ReadAllAsync(socket)).TrimEnd('\r', '\n', '0'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_guest_that_is_silent_beyond_the_bound_is_given_up()
    {
        using var response = await client.GetAsync(stand.Url("alice", "/hold"), Token);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        await EdgeStand.UntilAsync(() => Task.FromResult(guest.Holding == 0), "the guest is let go");
    }

    [Fact]
    public async Task request_headers_beyond_the_limit_are_refused()
    {
        using var within = new HttpRequestMessage(HttpMethod.Get, stand.Url("alice"));
        within.Headers.Add("X-Large", new string('x', 7_000));
        using var beyond = new HttpRequestMessage(HttpMethod.Get, stand.Url("alice"));
        beyond.Headers.Add("X-Large", new string('x', 9_000));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, within));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, await StatusAsync(client, beyond));
    }

    [Theory]
    [InlineData(7_000, HttpStatusCode.OK)]
    [InlineData(20_000, HttpStatusCode.BadGateway)]
    public async Task a_guests_headers_beyond_the_limit_are_refused(int bytes, HttpStatusCode expected)
    {
        using var response = await client.GetAsync(stand.Url("alice", $"/large-header?bytes={bytes}"), Token);

        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return response.StatusCode;
    }

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(Token);
    }
}
