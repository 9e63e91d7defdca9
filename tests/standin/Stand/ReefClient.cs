using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Protocol.Agent;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Standin.Stand;

/// <summary>A plain client of a service's API, as any program would write it.</summary>
public sealed class ReefClient : IDisposable
{
    private readonly SocketsHttpHandler handler;
    private readonly HttpClient http;

    /// <summary>A client; it connects when it is asked for something.</summary>
    /// <param name="socket">Path of the service's socket.</param>
    public ReefClient(string socket)
    {
        handler = new SocketsHttpHandler { ConnectCallback = (_, stop) => ConnectAsync(socket, stop), UseProxy = false };
        http = new HttpClient(handler) { BaseAddress = new Uri("http://lobsterd/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The client beneath, for what has no method here.</summary>
    public HttpClient Http => http;

    /// <summary>All tenants.</summary>
    public async Task<IReadOnlyList<TenantBody>> ListAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync(ReefPaths.Tenants, ReefJson.Default.TenantList, cancellationToken))!.Tenants;

    /// <summary>A tenant; null when there is none of that name.</summary>
    public async Task<TenantBody?> FindAsync(string name, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync($"{ReefPaths.Tenants}/{name}", cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ReefJson.Default.TenantBody, cancellationToken);
    }

    /// <summary>A tenant's gateway token.</summary>
    public async Task<string> TokenAsync(string name, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync($"{ReefPaths.Tenants}/{name}/token", ReefJson.Default.TokenBody, cancellationToken))!.Token;

    /// <summary>Which service this is.</summary>
    public async Task<VersionBody> VersionAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync(ReefPaths.Version, ReefJson.Default.VersionBody, cancellationToken))!;

    /// <summary>Prepares the host and waits for the end.</summary>
    public Task<OperationOutcome> InitAsync(string? kernel, CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Post, ReefPaths.Init, JsonContent.Create(new InitBody(kernel), ReefJson.Default.InitBody), cancellationToken);

    /// <summary>Clears the host and waits for the end.</summary>
    public Task<OperationOutcome> UninitAsync(CancellationToken cancellationToken) => RunAsync(HttpMethod.Post, ReefPaths.Uninit, null, cancellationToken);

    /// <summary>Spawns a tenant with all defaults and waits for the end.</summary>
    public Task<OperationOutcome> SpawnAsync(string name, CancellationToken cancellationToken) => SpawnAsync(new SpawnBody { Name = name }, cancellationToken);

    /// <summary>Spawns a tenant and waits for the end.</summary>
    public Task<OperationOutcome> SpawnAsync(SpawnBody body, CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Post, ReefPaths.Tenants, JsonContent.Create(body, ReefJson.Default.SpawnBody), cancellationToken);

    /// <summary>Evicts a tenant and waits for the end.</summary>
    public Task<OperationOutcome> EvictAsync(string name, CancellationToken cancellationToken, bool graceful = false) =>
        RunAsync(HttpMethod.Delete, $"{ReefPaths.Tenants}/{name}{(graceful ? "?graceful=true" : "")}", null, cancellationToken);

    /// <summary>Makes a template of the default image and size, and waits for the end.</summary>
    public Task<OperationOutcome> BuildTemplateAsync(CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Post, ReefPaths.Templates, JsonContent.Create(new TemplateBuildBody(), ReefJson.Default.TemplateBuildBody), cancellationToken);

    /// <summary>Puts a tenant to sleep and waits for the end.</summary>
    public Task<OperationOutcome> SuspendAsync(string name, CancellationToken cancellationToken, bool isForced = false) =>
        RunAsync(HttpMethod.Post, $"{ReefPaths.Tenants}/{name}/suspend", JsonContent.Create(new SuspendBody(isForced), ReefJson.Default.SuspendBody), cancellationToken);

    /// <summary>Wakes a tenant and waits for the end.</summary>
    public Task<OperationOutcome> ResumeAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Post, $"{ReefPaths.Tenants}/{name}/resume", null, cancellationToken);

    /// <summary>Makes several tenants of one and waits for the end.</summary>
    public Task<OperationOutcome> ForkAsync(string name, IReadOnlyList<string> names, CancellationToken cancellationToken, bool keepProcesses = false) =>
        RunAsync(
            HttpMethod.Post, $"{ReefPaths.Tenants}/{name}/fork", JsonContent.Create(new ForkBody { Names = names, KeepProcesses = keepProcesses }, ReefJson.Default.ForkBody), cancellationToken);

    /// <summary>Stops, starts or restarts a tenant's VM and waits for the end.</summary>
    public Task<OperationOutcome> PowerAsync(string act, string name, CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Post, $"{ReefPaths.Tenants}/{name}/{act}", null, cancellationToken);

    /// <summary>Changes where a tenant's guest may go and waits for the end.</summary>
    public Task<OperationOutcome> SetEgressAsync(string name, string policy, CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Put, $"{ReefPaths.Tenants}/{name}/egress", JsonContent.Create(new EgressBody(policy), ReefJson.Default.EgressBody), cancellationToken);

    /// <summary>Takes a snap of a tenant's disk and waits for the end.</summary>
    public Task<OperationOutcome> SnapAsync(string name, SnapCreateBody body, CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Post, $"{ReefPaths.Tenants}/{name}/snaps", JsonContent.Create(body, ReefJson.Default.SnapCreateBody), cancellationToken);

    /// <summary>The snaps of whoever has, or had, a name; none where nobody ever had it.</summary>
    public async Task<IReadOnlyList<SnapBody>> SnapsAsync(string name, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync($"{ReefPaths.Tenants}/{name}/snaps", cancellationToken);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync(ReefJson.Default.SnapList, cancellationToken))!.Snaps : [];
    }

    /// <summary>Restores a tenant and waits for the end.</summary>
    public Task<OperationOutcome> RestoreAsync(string name, RestoreBody body, CancellationToken cancellationToken) =>
        RunAsync(HttpMethod.Post, $"{ReefPaths.Tenants}/{name}/restore", JsonContent.Create(body, ReefJson.Default.RestoreBody), cancellationToken);

    /// <summary>Molts tenants, or everybody, and waits for the end.</summary>
    public async Task<MoltReportBody> MoltAsync(CancellationToken cancellationToken, bool isDryRun = false, params IReadOnlyList<string> names)
    {
        var body = JsonContent.Create(new MoltBody { Names = names, DryRun = isDryRun }, ReefJson.Default.MoltBody);
        var outcome = await RunAsync(HttpMethod.Post, ReefPaths.Molt, body, cancellationToken);
        return outcome.Succeeded().Operation?.Molt ?? throw new InvalidOperationException("the molt told nothing");
    }

    /// <summary>Runs a command in a guest to its end.</summary>
    /// <param name="name">Whose guest.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="typesMeanwhile">Whether to send a byte of input for every message that comes, until the end, instead of the end of input at once.</param>
    public async Task<GuestCommand> ExecAsync(
        string name, IReadOnlyList<string> command, CancellationToken cancellationToken, bool typesMeanwhile = false)
    {
        byte[] typed = typesMeanwhile ? [(byte)AgentFrameType.Input, 0] : [(byte)AgentFrameType.InputEnd];
        var query = string.Join('&', command.Select(argument => $"arg={Uri.EscapeDataString(argument)}"));
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://lobsterd{ReefPaths.Tenants}/{name}/exec?{query}"), new HttpMessageInvoker(handler, disposeHandler: false), cancellationToken);
        await client.SendAsync(typed, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

        using MemoryStream output = new(), errors = new(), message = new();
        var buffer = new byte[64 << 10];
        while (true)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) throw new IOException($"the command was cut off: {client.CloseStatusDescription}");
            message.Write(buffer, 0, received.Count);
            if (!received.EndOfMessage) continue;
            if (typesMeanwhile) await client.SendAsync(typed, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            var frame = message.ToArray();
            message.SetLength(0);
            switch ((AgentFrameType)frame[0])
            {
                case AgentFrameType.Output:
                    output.Write(frame, 1, frame.Length - 1);
                    break;
                case AgentFrameType.Error:
                    errors.Write(frame, 1, frame.Length - 1);
                    break;
                case AgentFrameType.Exited:
                    return new GuestCommand(BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)), output.ToArray(), errors.ToArray());
                default:
                    throw new IOException($"no frame of a guest: {frame[0]}");
            }
        }
    }

    /// <summary>Evicts everybody and clears the host.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var names = (await ListAsync(cancellationToken)).Select(tenant => tenant.Name).ToList();
        _ = await Task.WhenAll(names.Select(name => EvictAsync(name, cancellationToken)));
        _ = await UninitAsync(cancellationToken);
    }

    /// <summary>Ends the service; tenants run on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsync(ReefPaths.Stop, null, cancellationToken);
        _ = answer.EnsureSuccessStatusCode();
    }

    /// <summary>Every event after a sequence number, as they come.</summary>
    public async IAsyncEnumerable<EventBody> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ReefPaths.Events);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReefPaths.EventStream));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await foreach (var (_, data) in ReadStreamAsync(answer, cancellationToken)) yield return Read(data, ReefJson.Default.EventBody);
    }

    /// <summary>Runs a command and follows it to its end.</summary>
    /// <param name="method">How it is asked for.</param>
    /// <param name="path">Where.</param>
    /// <param name="content">Its body; null: none.</param>
    /// <param name="cancellationToken">Leaves it alone.</param>
    /// <param name="key">Its idempotency key: the same one again is the same command. Null: none.</param>
    /// <exception cref="IOException">The service went away meanwhile.</exception>
    public async Task<OperationOutcome> RunAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, Guid? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is { } known) request.Headers.Add(ReefPaths.IdempotencyKey, known.ToString("D"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReefPaths.EventStream));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return new OperationOutcome(null, await answer.Content.ReadFromJsonAsync(ReefJson.Default.ProblemBody, cancellationToken));
        await foreach (var (name, data) in ReadStreamAsync(answer, cancellationToken))
        {
            if (name != "ended") continue;
            var operation = Read(data, ReefJson.Default.OperationBody);
            return new OperationOutcome(operation, operation.Error);
        }

        throw new IOException("the service went away before the operation ended");
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static async IAsyncEnumerable<(string Name, string Data)> ReadStreamAsync(
        HttpResponseMessage answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        var name = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) yield return (name, line["data: ".Length..]);
        }
    }

    private static T Read<T>(string data, JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(data, json) ?? throw new InvalidOperationException($"no {typeof(T).Name}: {data}");

    /// <summary>Connects to a Unix socket: the service's, or the edge's, which whoever passes by Caddy speaks to.</summary>
    /// <param name="socket">Its path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<Stream> ConnectAsync(string socket, CancellationToken cancellationToken) =>
        new NetworkStream(await UnixConnection.OpenAsync(socket, cancellationToken), ownsSocket: true);
}
