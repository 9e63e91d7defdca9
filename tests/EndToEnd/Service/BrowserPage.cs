using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A page in Debian's Chromium without a screen, in a stand's network: what it shows, and what it complains of.</summary>
/// <remarks>Spoken to by the Chrome DevTools protocol, version 1.3 (domains Page, Runtime, Log, Browser), which tells when something has come to pass; a dump of the page at
/// some time would only tell how far it was.</remarks>
internal sealed class BrowserPage : IAsyncDisposable
{
    private const int LongestMessage = 16 << 20;

    private readonly ScratchFolder scratch = new();
    private readonly ClientWebSocket socket = new();
    private readonly List<string> complaints = [];
    private readonly ServiceStand stand;
    private Task<ProgramResult> browser = null!;
    private int lastCall;

    private BrowserPage(ServiceStand stand) => this.stand = stand;

    /// <summary>Errors on the page's console so far: its own, the network's, and what broke the page's rules.</summary>
    internal IReadOnlyList<string> Complaints => complaints;

    /// <summary>Starts a browser with an empty page.</summary>
    internal static async Task<BrowserPage> OpenAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var page = new BrowserPage(stand);
        page.browser = page.RunAsync(cancellationToken);
        await page.ConnectAsync(cancellationToken);
        foreach (var domain in (string[])["Page", "Runtime", "Log"]) _ = await page.CallAsync($"{domain}.enable", [], cancellationToken);
        return page;
    }

    /// <summary>Goes to an address.</summary>
    internal async Task GoAsync(string url, CancellationToken cancellationToken)
    {
        var went = await CallAsync("Page.navigate", new JsonObject { ["url"] = url }, cancellationToken);
        if (went["errorText"] is { } error) throw new InvalidOperationException($"{url}: {error}");
        await UntilAsync("Page.loadEventFired", cancellationToken);
    }

    /// <summary>Completes when the page contains words, whenever that is.</summary>
    internal async Task SeeAsync(string words, CancellationToken cancellationToken)
    {
        var wait = $$"""
            new Promise(seen => {
                const look = () => { if (document.body.textContent.includes({{JsonSerializer.Serialize(words)}})) seen(true); };
                new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
                look();
            })
            """;
        _ = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = wait, ["awaitPromise"] = true }, cancellationToken);
    }

    /// <summary>Ends the browser.</summary>
    public async ValueTask DisposeAsync()
    {
        if (socket.State == WebSocketState.Open) await SendAsync("Browser.close", [], CancellationToken.None);
        _ = await browser;
        socket.Dispose();
        scratch.Dispose();
    }

    private async Task<ProgramResult> RunAsync(CancellationToken cancellationToken)
    {
        var input = new ProgramInput
        {
            Program = "/usr/bin/chromium",
            Arguments =
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--remote-debugging-port=0",
                $"--user-data-dir={scratch["profile"]}", "about:blank",
            ],
            Environment = new Dictionary<string, string> { ["HOME"] = scratch.Path, ["PATH"] = "/usr/bin:/bin" },
            Timeout = TimeSpan.FromMinutes(5),
        };
        return (await stand.Network.Run(() => new ProgramRunner(TimeProvider.System).RunAsync(input, cancellationToken))).Require();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        // The first line is the port; the file is written last.
        var file = Path.Combine(scratch["profile"], "DevToolsActivePort");
        Assert.True(await Eventually.HoldsAsync(() => File.Exists(file) && File.ReadAllLines(file) is [_, _, ..], cancellationToken, TimeSpan.FromMinutes(1)), "no browser");
        var port = (await File.ReadAllLinesAsync(file, cancellationToken))[0];
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = DialAsync });
        var targets = await http.GetFromJsonAsync<JsonArray>($"http://127.0.0.1:{port}/json/list", cancellationToken);
        var page = targets!.First(target => target!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await socket.ConnectAsync(new Uri(page), http, cancellationToken);
    }

    private async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new NetworkStream(await stand.Network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken), ownsSocket: true);

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var call = await SendAsync(method, parameters, cancellationToken);
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if (message["id"]?.GetValue<int>() != call) continue;
            return message["result"] ?? throw new InvalidOperationException($"{method}: {message["error"]}");
        }
    }

    private async Task<int> SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var message = new JsonObject { ["id"] = ++lastCall, ["method"] = method, ["params"] = parameters };
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        return lastCall;
    }

    private async Task UntilAsync(string method, CancellationToken cancellationToken)
    {
        while ((await ReceiveAsync(cancellationToken))["method"]?.GetValue<string>() != method) { }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        var length = 0;
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("the browser has gone");
            length += part.Count;
        }
        while (!part.EndOfMessage);

        var message = JsonNode.Parse(buffer.AsSpan(0, length))!;
        if (ComplaintOf(message) is { } complaint) complaints.Add(complaint);
        return message;
    }

    private static string? ComplaintOf(JsonNode message)
    {
        var told = message["params"];
        return message["method"]?.GetValue<string>() switch
        {
            "Runtime.exceptionThrown" => told!["exceptionDetails"]!.ToJsonString(),
            "Runtime.consoleAPICalled" when told!["type"]!.GetValue<string>() is "error" or "assert" => told["args"]!.ToJsonString(),
            "Log.entryAdded" when told!["entry"]!["level"]!.GetValue<string>() == "error" => told["entry"]!.ToJsonString(),
            _ => null,
        };
    }
}
