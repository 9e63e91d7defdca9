using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>Somebody who uses one tenant all the time and knows what each answer has to be: one thing after the other, so that nothing can be lost, doubled or forgotten unseen.</summary>
/// <param name="stand">The host.</param>
/// <param name="tenant">The tenant; nobody else uses it.</param>
/// <param name="hasDisk">Whether its machine has a disk that outlives its sleep.</param>
internal sealed class TenantUser(ServiceStand stand, TenantBody tenant, bool hasDisk) : IDisposable
{
    private const int UploadBytes = 256 << 10;
    private const int LongestPauseMs = 25;

    private readonly Random random = new(tenant.Slot);
    private readonly Random pauses = new(tenant.Slot);
    private readonly SemaphoreSlim turn = new(1);

    // Not through Caddy, where an upload that is echoed while it still comes was now and then cut short (seen with 2.6.2, whose HTTP/1.1 is half-duplex): what
    // is proven here is sleep.
    private readonly HttpClient atTheEdge = new(new SocketsHttpHandler { ConnectCallback = (_, stop) => ReefClient.ConnectAsync(stand.Paths.EdgeHttpSocket, stop), UseProxy = false });
    private string token = "";
    private long asked;
    private long written;

    /// <summary>How many requests were answered.</summary>
    public int Requests { get; private set; }

    /// <summary>How many uploads came back whole.</summary>
    public int Uploads { get; private set; }

    /// <summary>How many WebSockets were opened, used and closed.</summary>
    public int WebSockets { get; private set; }

    /// <summary>How many numbers were written to its disk.</summary>
    public int Writes { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Asks for the first time.</summary>
    public async Task BeginAsync()
    {
        token = await stand.Reef.TokenAsync(tenant.Name, Stop);
        asked = await AskAsync();
        await AskInOrderAsync();
    }

    /// <summary>Uses the tenant until it is told to stop; what is under way then is finished.</summary>
    public async Task UseAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await OnceAsync();

            // So that there are instants in which nothing is under way, and its tenant may fall asleep.
            await Task.Delay(TimeSpan.FromMilliseconds(pauses.Next(LongestPauseMs)), TimeProvider.System, Stop);
        }
    }

    /// <summary>Uses it once, in whichever way.</summary>
    public async Task OnceAsync()
    {
        await turn.WaitAsync(Stop);
        try
        {
            await (random.Next(6) switch { 0 => UploadAsync(), 1 => TalkAsync(), 2 when hasDisk => WriteAsync(), _ => AskInOrderAsync() });
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>Keeps it from using the tenant until the answer is disposed of.</summary>
    public async Task<IDisposable> HoldBackAsync()
    {
        await turn.WaitAsync(Stop);
        return new Held(turn);
    }

    /// <summary>Asks for the page, which has to be the next answer and no other.</summary>
    public async Task AskInOrderAsync()
    {
        var answered = await AskAsync();
        Assert.True(++asked == answered, $"{tenant.Name}: asked {asked} times, and it counts {answered}\n{stand.Log}");
        Requests++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        atTheEdge.Dispose();
        turn.Dispose();
    }

    // How often the workload was asked, this time included: it counts in its memory.
    private async Task<long> AskAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, tenant.Url);
        using var answer = JsonDocument.Parse(await SendAsync(request));
        return answer.RootElement.GetProperty("requests").GetInt64();
    }

    private async Task UploadAsync()
    {
        var sent = new byte[UploadBytes];
        random.NextBytes(sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{tenant.Url}echo") { Content = new ByteArrayContent(sent) };
        var came = await SendAsync(request, atTheEdge);
        var same = sent.AsSpan().CommonPrefixLength(came);
        Assert.True(same == sent.Length && came.Length == sent.Length, $"{tenant.Name}: of an upload of {sent.Length} bytes {came.Length} came back, the same up to {same}");
        Uploads++;
    }

    private async Task WriteAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{tenant.Url}disk");
        using var answer = JsonDocument.Parse(await SendAsync(request));
        Assert.Equal((tenant.Name, ++written), (tenant.Name, answer.RootElement.GetProperty("counter").GetInt64()));
        Writes++;
    }

    private async Task TalkAsync()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new Uri($"{tenant.Url.Replace("http://", "ws://", StringComparison.Ordinal)}ws"), stand.Browser, Stop);
        var buffer = new byte[16];
        for (byte number = 1; number <= 3; number++)
        {
            await socket.SendAsync(new[] { number }, WebSocketMessageType.Binary, endOfMessage: true, Stop);
            var received = await socket.ReceiveAsync(buffer.AsMemory(), Stop);
            Assert.Equal((1, number, true), (received.Count, buffer[0], received.EndOfMessage));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        WebSockets++;
    }

    private Task<byte[]> SendAsync(HttpRequestMessage request) => SendAsync(request, stand.Web);

    private async Task<byte[]> SendAsync(HttpRequestMessage request, HttpClient client)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, Stop);
        var body = await answer.Content.ReadAsByteArrayAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{tenant.Name}: {request.Method} {request.RequestUri}: {answer.StatusCode}: {Encoding.UTF8.GetString(body)}\n{stand.Log}");
        return body;
    }

    private sealed class Held(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => _ = turn.Release();
    }
}
