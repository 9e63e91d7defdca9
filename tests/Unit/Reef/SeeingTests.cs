using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lobsterd.Domain.Access;
using Lobsterd.Engine.Access;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>What an operator sees of the tenants by the API: events, figures, logs, metrics.</summary>
public sealed partial class SeeingTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task the_past_of_a_tenant_is_told_after_its_end_and_of_no_other()
    {
        await SpawnAsync("alice");
        await SpawnAsync("bob");
        _ = (await reef.Client.DeleteAsync($"{ReefPaths.Tenants}/alice", Token)).EnsureSuccessStatusCode();
        foreach (var operation in reef.Service.Operations.Running) _ = await operation.Ended.WaitAsync(Token);

        var events = await EventsAsync($"{ReefPaths.Tenants}/alice/events?follow=false");

        Assert.All(events, happened => Assert.Equal("alice", happened.Tenant));
        Assert.Contains(events, happened => happened is { Kind: "command.succeeded", Message: "tenant.spawn", ElapsedMs: > 0 });
        Assert.Contains(events, happened => happened is { Kind: "tenant.state", Message: "evicting → gone" });
        Assert.Equal(events.Select(happened => happened.Sequence).Order(), events.Select(happened => happened.Sequence));
        Assert.Equal(events, await EventsAsync($"{ReefPaths.Events}?follow=false&tenant=alice"));
        Assert.Empty(await EventsAsync($"{ReefPaths.Tenants}/alice/events?follow=false&since=2999-01-01T00:00:00Z"));
        Assert.Equal(events[^1], Assert.Single(await EventsAsync($"{ReefPaths.Tenants}/alice/events?follow=false&after={events[^2].Sequence}")));
    }

    [Fact]
    public async Task reading_a_tenants_token_is_told_without_it()
    {
        await SpawnAsync("alice");
        var token = JsonSerializer.Deserialize(await reef.Client.GetStringAsync($"{ReefPaths.Tenants}/alice/token", Token), ReefJson.Default.TokenBody)!;

        var events = await EventsAsync($"{ReefPaths.Events}?follow=false");

        Assert.Contains(events, happened => happened.Kind == "tenant.token-read");
        Assert.DoesNotContain(events, happened => happened.ToString().Contains(token.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task the_figures_of_a_tenant_are_the_hosts_and_come_for_all_in_one_answer()
    {
        await SpawnAsync("alice");

        var one = JsonSerializer.Deserialize(await reef.Client.GetStringAsync($"{ReefPaths.Tenants}/alice/stats", Token), ReefJson.Default.UsageBody)!;
        var all = JsonSerializer.Deserialize(await reef.Client.GetStringAsync(ReefPaths.Stats, Token), ReefJson.Default.UsageList)!;

        Assert.Equal("alice", one.Tenant.Name);
        Assert.Equal((StillCounters.Guest.ReceivedBytes, StillCounters.Guest.SentBytes), (one.Stats.ReceivedBytes, one.Stats.SentBytes));
        Assert.Equal((StillCounters.Front.Requests, 1), (one.Stats.Requests, one.Stats.UnderWay));
        Assert.Equal(180_000, one.Stats.UptimeMs);
        Assert.Equal("command.succeeded", one.LastEvent?.Kind);
        Assert.Equal("alice", Assert.Single(all.Tenants).Tenant.Name);
        Assert.Equal(HttpStatusCode.NotFound, (await reef.Client.GetAsync($"{ReefPaths.Tenants}/nobody/stats", Token)).StatusCode);
        Assert.Empty(JsonSerializer.Deserialize(await reef.Client.GetStringAsync($"{ReefPaths.Stats}?name=b*", Token), ReefJson.Default.UsageList)!.Tenants);
    }

    [Fact]
    public async Task the_logs_beside_a_vm_are_told_as_lines_without_a_time()
    {
        await SpawnAsync("alice");

        var text = await reef.Client.GetStringAsync($"{ReefPaths.Tenants}/alice/logs?of=console&tail=1", Token);

        Assert.Equal(new LogBody(null, "console", "Console two"), JsonSerializer.Deserialize(DataOf(text).Single(), ReefJson.Default.LogBody));
        Assert.Equal(HttpStatusCode.BadRequest, (await reef.Client.GetAsync($"{ReefPaths.Tenants}/alice/logs?of=all", Token)).StatusCode);
        Assert.Empty(DataOf(await reef.Client.GetStringAsync($"{ReefPaths.Logs}?since=2020-01-01T00:00:00Z", Token)));
    }

    [Fact]
    public async Task what_the_watchdog_did_about_a_tenant_is_told_as_lines_and_then_as_it_comes()
    {
        await SpawnAsync("alice");
        await SpawnAsync("bob");
        _ = reef.Service.Events.Add("vm.exited", "alice", "service", "its VMM was killed", "vm.process.died");
        _ = reef.Service.Events.Add("watchdog.failed", "bob", "watchdog", "healthy to failed");
        _ = reef.Service.Events.Add("watchdog.failed", "alice", "watchdog", "healthy to failed");
        _ = reef.Service.Events.Add("health.repaired", "alice", "watchdog", "vm was repaired");

        var past = LinesOf(await reef.Client.GetStringAsync($"{ReefPaths.Tenants}/alice/logs?of=watchdog", Token));

        Assert.Equal(["vm.exited: its VMM was killed [vm.process.died] (service)", "watchdog.failed: healthy to failed", "health.repaired: vm was repaired"], past.Select(line => line.Text));
        Assert.All(past, line => Assert.Equal(("watchdog", true), (line.Stream, line.At is not null)));
        Assert.Equal(past[^1..], LinesOf(await reef.Client.GetStringAsync($"{ReefPaths.Tenants}/alice/logs?of=watchdog&tail=1", Token)));
        Assert.Equal(HttpStatusCode.NotFound, (await reef.Client.GetAsync($"{ReefPaths.Tenants}/nobody/logs?of=watchdog", Token)).StatusCode);

        using var following = new StreamReader(await reef.Client.GetStreamAsync($"{ReefPaths.Tenants}/alice/logs?of=watchdog&tail=1&follow=true", Token));
        Assert.Contains("vm was repaired", await NextAsync(following), StringComparison.Ordinal);
        _ = reef.Service.Events.Add("watchdog.healthy", "bob", "watchdog", "failed to healthy");
        _ = reef.Service.Events.Add("watchdog.healthy", "alice", "watchdog", "failed to healthy again");
        Assert.Contains("failed to healthy again", await NextAsync(following), StringComparison.Ordinal);
    }

    [Fact]
    public async Task every_query_of_the_dashboard_names_metrics_that_a_scrape_has()
    {
        await SpawnAsync("alice");
        _ = await reef.Client.GetAsync(ReefPaths.Health, Token);
        using var answer = await reef.Client.GetAsync(ReefPaths.Metrics, Token);
        var scrape = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("0.0.4", answer.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "deploy", "grafana", "lobsterd.json"), Token));
        var queries = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!).ToList();
        var missing = queries.SelectMany(query => MetricName().Matches(query).Select(match => match.Value)).Distinct()
            .Where(name => !Regex.IsMatch(scrape, $"(?m)^{name}[{{ ]")).ToList();
        Assert.True(missing.Count == 0, $"{string.Join(", ", missing)}\n{scrape}");
        Assert.All(queries, query => Assert.Matches(MetricName(), query));
    }

    // The libraries' own limit is 2,000 series of an instrument.
    [Fact]
    public async Task a_scrape_has_every_tenant_however_many_there_are()
    {
        const int Many = 2_100;
        var added = await reef.Service.Registry.ChangeAsync<int>(
            snapshot => new RegistryChange<int>(
                Enumerable.Range(0, Many).Aggregate(snapshot, (sum, number) => RegistryEdits.Reserve(sum, Engine.Registry.Tenants.Named($"t{number}"), slots: 16_384).Value.Next), Many),
            Token);
        Assert.True(added.IsSuccess);
        var scrape = await reef.Client.GetStringAsync(ReefPaths.Metrics, Token);

        Assert.Equal(Many, Regex.Count(scrape, "(?m)^lobsterd_tenant_disk_usage_bytes\\{"));
        Assert.DoesNotContain("otel_metric_overflow", scrape, StringComparison.Ordinal);
    }

    [Fact]
    public async Task metrics_are_for_callers_who_see_the_host()
    {
        using var nobody = reef.OverTcp(null);
        using var tenants = reef.OverTcp(reef.Tokens.Create(new TokenRequest("tenants", ApiScopes.TenantsRead, null, null, null)).Value.Secret);
        using var host = reef.OverTcp(reef.Tokens.Create(new TokenRequest("host", ApiScopes.HostRead, null, null, null)).Value.Secret);

        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(ReefPaths.Metrics, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await tenants.GetAsync(ReefPaths.Metrics, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(ReefPaths.Metrics, Token)).StatusCode);
    }

    // Every metric of ours ends in its unit or in its kind; label names do not.
    [GeneratedRegex(@"\b(?:lobsterd_tenants|(?:lobsterd|http_server)_[a-z0-9_]+_(?:bytes|total|bucket|count))\b", RegexOptions.CultureInvariant)]
    private static partial Regex MetricName();

    private async Task SpawnAsync(string name)
    {
        using var body = new StringContent($$"""{"name":"{{name}}"}""", Encoding.UTF8, "application/json");
        _ = (await reef.Client.PostAsync(ReefPaths.Tenants, body, Token)).EnsureSuccessStatusCode();
        foreach (var operation in reef.Service.Operations.Running) _ = await operation.Ended.WaitAsync(Token);
    }

    private async Task<List<EventBody>> EventsAsync(string path) =>
        [.. DataOf(await reef.Client.GetStringAsync(path, Token)).Select(data => JsonSerializer.Deserialize(data, ReefJson.Default.EventBody)!)];

    private static List<LogBody> LinesOf(string stream) => [.. DataOf(stream).Select(data => JsonSerializer.Deserialize(data, ReefJson.Default.LogBody)!)];

    private static async Task<string> NextAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync(Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return line;
        return "";
    }

    private static IEnumerable<string> DataOf(string stream) =>
        stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..]);
}
