using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Tank;

/// <summary>What the service tells the screen: figures of all tenants in one answer, soon after an event but never more than once a second.</summary>
internal sealed class TankFeed(ReefClient client, TimeProvider clock, ChannelWriter<TankInput> inputs)
{
    private const int MostPast = 40;
    private const int NewestFacts = 3;
    private const int MostPastBytes = 8 << 20;

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    /// <summary>Reads figures until it is called off.</summary>
    internal async Task ReadAsync(ChannelReader<bool> happened, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await AskAsync(ReefPaths.Stats, cancellationToken);
            TankInput input = read.Bind(bytes => ReefClient.Parse(ReefPaths.Stats, bytes, ReefJson.Default.UsageList)).TryGetError(out var error, out var list)
                ? new TankInput.Failed(error.FullMessage)
                : new TankInput.Read(list);
            await inputs.WriteAsync(input, cancellationToken);
            await Task.Delay(Least, clock, cancellationToken);
            await WaitAsync(happened, cancellationToken);
        }
    }

    /// <summary>Listens for events until it is called off, again where the service went away.</summary>
    internal async Task ListenAsync(ChannelWriter<bool> happened, CancellationToken cancellationToken)
    {
        while (true)
        {
            if ((await client.AskAsync(new ReefRequest("GET", $"{ReefPaths.Events}?after=now"), cancellationToken)).TryGetValue(out var exchange))
            {
                using var events = new EventReader(exchange);
                while ((await events.NextAsync(cancellationToken)).TryGetValue(out var next) && next is not null) _ = happened.TryWrite(true);
            }

            await Task.Delay(Least, clock, cancellationToken);
        }
    }

    /// <summary>Reads a tenant's last events and lines.</summary>
    internal async Task LookAsync(string tenant, CancellationToken cancellationToken)
    {
        var day = Uri.EscapeDataString((clock.GetUtcNow() - TimeSpan.FromDays(1)).UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        var events = await StreamAsync($"{ReefPaths.Tenants}/{tenant}/events?follow=false&since={day}", ReefJson.Default.EventBody, cancellationToken);
        var lines = await StreamAsync(string.Create(CultureInfo.InvariantCulture, $"{ReefPaths.Tenants}/{tenant}/logs?tail={MostPast}"), ReefJson.Default.LogBody, cancellationToken);
        await inputs.WriteAsync(new TankInput.Past(tenant, [.. events.TakeLast(MostPast)], lines), cancellationToken);
    }

    /// <summary>Reads a tenant's past, and checks it without changing anything.</summary>
    internal async Task ExamineAsync(string tenant, CancellationToken cancellationToken)
    {
        await LookAsync(tenant, cancellationToken);
        await ExplainAsync(tenant, cancellationToken);
        if ((await CommandAsync("POST", $"{ReefPaths.Tenants}/{tenant}/molt?dryRun=true", cancellationToken)).TryGetError(out var error, out var ended)) await FailAsync(error, cancellationToken);
        else if (ended.Molt is { } report) await inputs.WriteAsync(new TankInput.Checked(tenant, [.. report.Parties.Where(party => party.Tenant == tenant).SelectMany(party => party.Checks)]), cancellationToken);
    }

    /// <summary>Molts a tenant.</summary>
    internal async Task MoltAsync(string tenant, CancellationToken cancellationToken)
    {
        if ((await CommandAsync("POST", $"{ReefPaths.Tenants}/{tenant}/molt", cancellationToken)).TryGetError(out var error, out var ended)) await FailAsync(error, cancellationToken);
        else await inputs.WriteAsync(new TankInput.Told(ended.State == "running" ? $"molting {tenant} goes on" : $"{tenant} is {(ended.Molt?.Healthy == true ? "healthy" : "not healthy: Enter shows why")}"), cancellationToken);
    }

    /// <summary>Evicts a tenant.</summary>
    internal async Task EvictAsync(string tenant, CancellationToken cancellationToken)
    {
        if ((await CommandAsync("DELETE", $"{ReefPaths.Tenants}/{tenant}", cancellationToken)).TryGetError(out var error, out var ended)) await FailAsync(error, cancellationToken);
        else await inputs.WriteAsync(new TankInput.Told(ended.State == "succeeded" ? $"{tenant} is gone" : $"evicting {tenant} goes on"), cancellationToken);
    }

    // What cannot be read is not shown.
    private async Task ExplainAsync(string tenant, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{ReefPaths.Tenants}/{tenant}/why?last={NewestFacts}");
        var read = (await AskAsync(path, cancellationToken)).Bind(bytes => ReefClient.Parse(path, bytes, ReefJson.Default.WhyBody));
        if (read.TryGetValue(out var why)) await inputs.WriteAsync(new TankInput.Explained(tenant, why), cancellationToken);
    }

    private ValueTask FailAsync(LobsterError error, CancellationToken cancellationToken) => inputs.WriteAsync(new TankInput.Failed(error.FullMessage), cancellationToken);

    private async Task<Result<OperationBody, LobsterError>> CommandAsync(string method, string path, CancellationToken cancellationToken)
    {
        var request = new ReefRequest(method, path) { Headers = [("Prefer", "wait=30")] };
        if ((await client.AskAsync(request, cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using (exchange)
        {
            if ((await exchange.ReadAllAsync(MostPastBytes, cancellationToken)).Bind(bytes => ReefClient.Parse(path, bytes, ReefJson.Default.OperationBody)).TryGetError(out error, out var ended)) return error;
            return ended.Error is { } problem ? ClientErrors.OfProblem(problem) : ended;
        }
    }

    private async Task<Result<byte[], LobsterError>> AskAsync(string path, CancellationToken cancellationToken)
    {
        if ((await client.AskAsync(new ReefRequest("GET", path), cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using (exchange) return await exchange.ReadAllAsync(MostPastBytes, cancellationToken);
    }

    // What cannot be read is not shown.
    private async Task<ImmutableArray<T>> StreamAsync<T>(string path, JsonTypeInfo<T> json, CancellationToken cancellationToken)
        where T : class
    {
        if ((await client.AskAsync(new ReefRequest("GET", path), cancellationToken)).TryGetError(out _, out var exchange)) return [];
        using var reader = new EventReader(exchange);
        var found = new Queue<T>();
        while ((await reader.NextAsync(cancellationToken)).TryGetValue(out var next) && next is not null)
        {
            if (next.Name == "problem" || !ReefClient.Parse(path, next.Data, json).TryGetValue(out var body)) break;
            found.Enqueue(body);
            if (found.Count > MostPast) _ = found.Dequeue();
        }

        return [.. found];
    }

    private async Task WaitAsync(ChannelReader<bool> happened, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = happened.WaitToReadAsync(enough.Token).AsTask();
        _ = await Task.WhenAny(next, Task.Delay(Most - Least, clock, enough.Token));
        await enough.CancelAsync();
        while (happened.TryRead(out _))
        {
            // One reading answers all of them.
        }
    }
}
