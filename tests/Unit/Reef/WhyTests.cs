using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Events;
using Lobsterd.Protocol.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>Why a tenant is as it is, by the API.</summary>
public sealed class WhyTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task a_spawn_tells_the_time_of_each_of_its_steps()
    {
        await SpawnAsync("alice");

        var why = await AskAsync("alice");

        var spawned = Assert.Single(why.Facts);
        Assert.Equal(("power", "tenant.spawned"), (spawned.Topic, spawned.Kind));
        Assert.Contains("step claim", spawned.Evidence.Keys);
        Assert.True(spawned.ElapsedMs >= 0);
        Assert.StartsWith("tenant.spawned took ", why.Slow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task sleep_and_wake_tell_who_wanted_them_and_what_was_seen()
    {
        await SpawnAsync("alice");
        var idle = Evidence.Of(("idleMs", "900000"), ("cpu", "0.01"));
        _ = await reef.Service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, "nothing came for 900 s", idle), "idle rule", null).Value.Ended;
        var cause = new ResumeCause("GET /hooks/42 from 192.0.2.7", Evidence.Of(("request", "GET /hooks/42"), ("peer", "192.0.2.7")));
        _ = await reef.Service.Sleep.Resume.StartFor("alice", cause, "edge", null).Value.Ended;

        var why = await AskAsync("alice");

        Assert.Equal(["power", "slept", "woke"], why.Facts.Select(fact => fact.Topic));
        Assert.Equal(("900000", "0.01", "idle rule"), (why.Facts[1].Evidence["idleMs"], why.Facts[1].Evidence["cpu"], why.Facts[1].Actor));
        Assert.Equal(("GET /hooks/42", "192.0.2.7"), (why.Facts[2].Evidence["request"], why.Facts[2].Evidence["peer"]));
        Assert.Contains("step wake", why.Facts[2].Evidence.Keys);
        Assert.StartsWith("tenant.resumed took ", why.Slow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_keeps_it_awake_is_told_with_the_counters()
    {
        await SpawnAsync("alice", "auto");
        reef.Edge.Seen = [new TenantActivity(TenantName.Parse("alice").Value, 2, 1, 0, 0, TimeSpan.Zero, Parked: false)];

        var busy = await AskAsync("alice");
        reef.Edge.Seen = null;
        var silent = await AskAsync("alice");

        Assert.Contains("2 requests, 1 WebSockets and 0 connections are under way, 0 wait", busy.Reasons);
        Assert.Equal(("2", "1", "auto"), (busy.Evidence["requests"], busy.Evidence["webSockets"], busy.Evidence["mode"]));
        Assert.Contains("the edge does not answer, so nobody is known to be idle", silent.Reasons);
        Assert.DoesNotContain("requests", silent.Evidence.Keys);
    }

    [Fact]
    public async Task a_mode_that_keeps_it_awake_is_the_reason()
    {
        await SpawnAsync("alice", "always-on");
        await SpawnAsync("bob", "manual");

        Assert.Equal(["its mode is always-on: it never sleeps"], (await AskAsync("alice")).Reasons);
        Assert.Equal(["its mode is manual: it sleeps when somebody says so"], (await AskAsync("bob")).Reasons);
    }

    [Fact]
    public async Task one_that_sleeps_is_said_to_sleep()
    {
        await SpawnAsync("alice");
        _ = await reef.Service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value.Ended;

        Assert.Equal(["it is suspended"], (await AskAsync("alice")).Reasons);
    }

    [Fact]
    public async Task the_last_facts_are_told_and_none_of_an_earlier_tenant_of_the_name()
    {
        await SpawnAsync("alice");
        _ = (await reef.Client.DeleteAsync($"{ReefPaths.Tenants}/alice", Token)).EnsureSuccessStatusCode();
        foreach (var operation in reef.Service.Operations.Running) _ = await operation.Ended.WaitAsync(Token);
        await SpawnAsync("alice");
        for (var round = 0; round < 5; round++) _ = reef.Service.Events.Add("exec.ended", "alice", "uid 0", $"round {round}");

        Assert.Equal(6, (await AskAsync("alice")).Facts.Count);
        Assert.Equal(["round 3", "round 4"], (await AskAsync("alice", "?last=2")).Facts.Select(fact => fact.Message));
    }

    [Fact]
    public async Task words_of_a_client_come_bounded_and_plain()
    {
        await SpawnAsync("alice");
        _ = reef.Service.Events.Add(
            "tenant.resumed", "alice", "edge", "awake", evidence: Evidence.Of(("request", "GET /\e[2J" + new string('x', 5_000)), ("peer", "\u202e")));

        var fact = (await AskAsync("alice")).Facts[^1];

        Assert.StartsWith("GET /\\u{1b}[2J", fact.Evidence["request"], StringComparison.Ordinal);
        Assert.InRange(fact.Evidence["request"].Length, 1, 400);
        Assert.Equal("\\u{202e}", fact.Evidence["peer"]);
    }

    [Theory]
    [InlineData("nobody", "", HttpStatusCode.NotFound)]
    [InlineData("alice", "?last=0", HttpStatusCode.BadRequest)]
    [InlineData("alice", "?last=201", HttpStatusCode.BadRequest)]
    [InlineData("alice", "?last=many", HttpStatusCode.BadRequest)]
    public async Task what_makes_no_sense_is_refused(string name, string query, HttpStatusCode status)
    {
        await SpawnAsync("alice");

        Assert.Equal(status, (await reef.Client.GetAsync($"{ReefPaths.Tenants}/{name}/why{query}", Token)).StatusCode);
    }

    private async Task<WhyBody> AskAsync(string name, string query = "") =>
        JsonSerializer.Deserialize(await reef.Client.GetStringAsync($"{ReefPaths.Tenants}/{name}/why{query}", Token), ReefJson.Default.WhyBody)!;

    private async Task SpawnAsync(string name, string mode = "manual")
    {
        using var body = JsonContent.Create(new SpawnBody { Name = name, Mode = mode }, ReefJson.Default.SpawnBody);
        _ = (await reef.Client.PostAsync(ReefPaths.Tenants, body, Token)).EnsureSuccessStatusCode();
        foreach (var operation in reef.Service.Operations.Running) _ = await operation.Ended.WaitAsync(Token);
    }
}
