using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Lobsterd.Domain.Config;
using Lobsterd.Protocol.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

public sealed class ReefApiTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task a_spawn_answers_202_and_its_operation_tells_the_tenant()
    {
        var answer = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"alice"}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var ended = await EndedAsync(answer.Headers.Location!.ToString());
        Assert.Equal("succeeded", ended.State);
        Assert.Equal("http://alice.lobster.localhost:8080/", ended.Result!.Url);
        Assert.Equal("10.66.0.2", ended.Result.Ip);
        Assert.Equal("lob0", ended.Result.Tap);
        Assert.Equal("running", ended.Result.State);
        Assert.DoesNotContain(ended.Steps, step => step.Event == "failed");
    }

    [Fact]
    public async Task a_client_that_wants_a_stream_gets_the_operation_every_step_and_the_end()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ReefPaths.Tenants) { Content = Json("""{"name":"alice"}""") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReefPaths.EventStream));

        var text = await (await reef.Client.SendAsync(request, Token)).Content.ReadAsStringAsync(Token);

        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n')[0]).ToList();
        Assert.Equal("event: operation", events[0]);
        Assert.Equal("event: ended", events[^1]);
        Assert.Equal(22, events.Count(name => name == "event: step"));
    }

    [Fact]
    public async Task a_failed_spawn_is_a_problem_in_its_operation()
    {
        reef.Service.Durable.World.Failing = "vm.boot";

        var answer = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"alice"}""");
        var ended = await EndedAsync(answer.Headers.Location!.ToString());

        Assert.Equal("failed", ended.State);
        Assert.Equal("test.world.refused", ended.Error!.Code);
        Assert.Contains(ended.Steps, step => step is { Step: "vm", Event: "undo-finished" });
    }

    [Theory]
    [InlineData("POST", "/v1/tenants", """{"name":"Alice"}""", 400, "tenant.name.invalid")]
    [InlineData("POST", "/v1/tenants", """{"name":"alice","vcpus":99}""", 400, "tenant.spec.invalid")]
    [InlineData("POST", "/v1/tenants", """{"name":"alice","egress":"shut"}""", 400, "network.egress.invalid")]
    [InlineData("PUT", "/v1/tenants/alice/egress", """{"policy":null}""", 400, "request.body.invalid")]
    [InlineData("PUT", "/v1/tenants/alice/egress", """{"policy":"none"}""", 404, "tenant.name.unknown")]
    [InlineData("POST", "/v1/tenants", """{"name":"alice","colour":1}""", 400, "request.body.invalid")]
    [InlineData("POST", "/v1/tenants", """{"name":5}""", 400, "request.body.invalid")]
    [InlineData("POST", "/v1/tenants", """{"name":"a","name":"b"}""", 400, "request.body.invalid")]
    [InlineData("POST", "/v1/tenants", "null", 400, "request.body.invalid")]
    [InlineData("POST", "/v1/tenants", "", 400, "request.body.invalid")]
    [InlineData("POST", "/v1/tenants", "{}", 400, "request.body.invalid")]
    [InlineData("POST", "/v1/tenants", """{"name":"alice","image":"nope"}""", 404, "image.name.unknown")]
    [InlineData("GET", "/v1/tenants/nobody", null, 404, "tenant.name.unknown")]
    [InlineData("GET", "/v1/tenants/No-Body", null, 400, "tenant.name.invalid")]
    [InlineData("DELETE", "/v1/tenants/nobody", null, 404, "tenant.name.unknown")]
    [InlineData("GET", "/v1/tenants/nobody/token", null, 404, "tenant.name.unknown")]
    [InlineData("GET", "/v1/tenants/nobody/logs", null, 404, "tenant.name.unknown")]
    [InlineData("GET", "/v1/tenants/nobody/exec", null, 400, "request.websocket.wanted")]
    [InlineData("GET", "/v1/operations/0193a000-0000-7000-8000-000000000000", null, 404, "operation.id.unknown")]
    [InlineData("GET", "/v1/events?after=yesterday", null, 400, "request.parameter.invalid")]
    [InlineData("GET", "/v1/images/nope", null, 404, "image.name.unknown")]
    [InlineData("GET", "/v2/tenants", null, 404, "request.path.unknown")]
    [InlineData("GET", "/v1/tenants/nobody?colour=red", null, 400, "request.parameter.unknown")]
    [InlineData("GET", "/v1/tenants/nobody/logs?follow=perhaps", null, 400, "request.parameter.invalid")]
    [InlineData("DELETE", "/v1/tenants/nobody?graceful=", null, 400, "request.parameter.invalid")]
    [InlineData("DELETE", "/v1/tenants/nobody?graceful=perhaps", null, 400, "request.parameter.invalid")]
    [InlineData("DELETE", "/v1/tenants/nobody?graceful=true&graceful=true", null, 400, "request.parameter.invalid")]
    [InlineData("GET", "/v1/a.b/c.d", null, 404, "request.path.unknown")]
    [InlineData("POST", "/v1/init", "{}", 400, "request.body.invalid")]
    public async Task what_is_wrong_is_a_problem_with_status_and_code(string method, string path, string? body, int status, string code)
    {
        var answer = await SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(ReefPaths.Problem, answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStreamAsync(Token), ReefJson.Default.ProblemBody)!;
        Assert.Equal(code, problem.Code);
        Assert.Equal(status, problem.Status);
        Assert.Empty(reef.Service.Durable.World.Things);
    }

    [Fact]
    public async Task a_list_that_did_not_change_is_not_sent_again()
    {
        await SpawnAsync("alice");
        var first = await SendAsync(HttpMethod.Get, ReefPaths.Tenants);
        using var again = new HttpRequestMessage(HttpMethod.Get, ReefPaths.Tenants);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, (await reef.Client.SendAsync(again, Token)).StatusCode);

        await SpawnAsync("bob");
        var list = JsonSerializer.Deserialize(
            await (await SendAsync(HttpMethod.Get, ReefPaths.Tenants)).Content.ReadAsStreamAsync(Token), ReefJson.Default.TenantList)!;
        Assert.Equal(["alice", "bob"], list.Tenants.Select(tenant => tenant.Name));
    }

    [Fact]
    public async Task a_list_comes_in_pages_that_hold_each_tenant_once()
    {
        foreach (var name in new[] { "alice", "bob", "carol", "dave", "erin" }) await SpawnAsync(name);

        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await ListAsync($"?limit=2{(next is null ? "" : $"&cursor={next}")}");
            Assert.True(page.Tenants.Count <= 2);
            names.AddRange(page.Tenants.Select(tenant => tenant.Name));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(["alice", "bob", "carol", "dave", "erin"], names);
    }

    [Fact]
    public async Task a_list_holds_what_is_asked_for()
    {
        await SpawnAsync("alice");
        await SpawnAsync("bob");

        Assert.Equal("bob", Assert.Single((await ListAsync("?name=b*")).Tenants).Name);
        Assert.Equal(2, (await ListAsync("?state=running,failed&image=minimal")).Tenants.Count);
        Assert.Empty((await ListAsync("?state=failed")).Tenants);
        Assert.Equal(
            """{"tenants":[{"name":"alice","state":"running"}],"next":"YWxpY2U"}""",
            await reef.Client.GetStringAsync($"{ReefPaths.Tenants}?fields=state,name&limit=1", Token));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?state=asleep")]
    [InlineData("?fields=agentToken")]
    [InlineData("?cursor=%21")]
    [InlineData("?cursor=Li4vLi4")]
    public async Task a_question_that_makes_no_sense_is_refused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Get, ReefPaths.Tenants + query)).StatusCode);

    [Fact]
    public async Task who_prefers_to_wait_is_told_the_end()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ReefPaths.Tenants) { Content = Json("""{"name":"alice"}""") };
        request.Headers.Add("Prefer", "respond-async, wait=30");
        var answer = await reef.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("wait=30", Assert.Single(answer.Headers.GetValues("Preference-Applied")));
        var body = JsonSerializer.Deserialize(await answer.Content.ReadAsStreamAsync(Token), ReefJson.Default.OperationBody)!;
        Assert.Equal(("succeeded", "alice"), (body.State, body.Result!.Name));
    }

    [Fact]
    public async Task what_fails_while_somebody_waits_is_told_by_its_status()
    {
        reef.Service.Durable.World.Failing = "vm.boot";
        using var request = new HttpRequestMessage(HttpMethod.Post, ReefPaths.Tenants) { Content = Json("""{"name":"alice"}""") };
        request.Headers.Add("Prefer", "wait=30");

        var answer = await reef.Client.SendAsync(request, Token);

        Assert.Equal(ReefPaths.Problem, answer.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(answer.Headers.Location);
    }

    [Fact]
    public async Task a_change_that_another_one_overtook_is_refused()
    {
        await SpawnAsync("alice");
        var before = (await SendAsync(HttpMethod.Get, $"{ReefPaths.Tenants}/alice")).Headers.ETag!;
        Assert.Equal(HttpStatusCode.OK, (await ConditionalAsync(HttpMethod.Put, "alice/egress", """{"policy":"none"}""", before.Tag)).StatusCode);

        var late = await ConditionalAsync(HttpMethod.Put, "alice/egress", """{"policy":"open"}""", before.Tag);
        var now = await SendAsync(HttpMethod.Get, $"{ReefPaths.Tenants}/alice");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{ReefPaths.Tenants}/alice");
        again.Headers.IfNoneMatch.Add(now.Headers.ETag!);

        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await reef.Client.SendAsync(again, Token)).StatusCode);
        Assert.Contains("\"egress\":\"none\"", await now.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ConditionalAsync(HttpMethod.Delete, "alice", null, now.Headers.ETag!.Tag)).StatusCode);
    }

    [Fact]
    public async Task a_body_that_is_too_long_is_refused()
    {
        // Who waits for the server's word before the body learns it; others find the connection closed.
        using var request = new HttpRequestMessage(HttpMethod.Post, ReefPaths.Tenants) { Content = Json($$"""{"name":"{{new string('a', 1 << 20)}}"}""") };
        request.Headers.ExpectContinue = true;
        using var answer = await reef.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("request.body.large", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_that_cannot_be_kept_is_refused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"alice"}""", key: new string('k', 129))).StatusCode);
        Assert.Empty(reef.Service.Durable.World.Things);
    }

    [Fact]
    public async Task a_list_holds_no_secret()
    {
        await SpawnAsync("alice");
        var tenant = Assert.Single(reef.Service.Registry.Current.Tenants.Values);

        var list = await (await SendAsync(HttpMethod.Get, ReefPaths.Tenants)).Content.ReadAsStringAsync(Token);

        Assert.DoesNotContain(tenant.AgentToken, list, StringComparison.Ordinal);
        Assert.DoesNotContain(tenant.GatewayToken, list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_same_idempotency_key_gives_the_same_operation()
    {
        var first = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"alice"}""", key: "k1");
        _ = await EndedAsync(first.Headers.Location!.ToString());

        var again = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"alice"}""", key: "k1");
        var other = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"bob"}""", key: "k1");

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    [Fact]
    public async Task an_eviction_leaves_nothing_and_events_tell_both()
    {
        await SpawnAsync("alice");

        var answer = await SendAsync(HttpMethod.Delete, $"{ReefPaths.Tenants}/alice");
        Assert.Equal("succeeded", (await EndedAsync(answer.Headers.Location!.ToString())).State);

        Assert.Empty(reef.Service.Durable.World.Things);
        using var stream = new StreamReader(await reef.Client.GetStreamAsync(ReefPaths.Events, Token));
        var kinds = new List<string>();
        while (kinds.Count < 2 && await stream.ReadLineAsync(Token) is { } line)
            if (line is "event: tenant.spawned" or "event: tenant.evicted") kinds.Add(line["event: ".Length..]);
        Assert.Equal(["tenant.spawned", "tenant.evicted"], kinds);
    }

    [Fact]
    public async Task a_cancelled_spawn_unwinds()
    {
        reef.Service.Agents.IsSilent = true;
        var answer = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"alice"}""");

        _ = await SendAsync(HttpMethod.Delete, answer.Headers.Location!.ToString());

        Assert.Equal("saga.run.cancelled", (await EndedAsync(answer.Headers.Location!.ToString())).Error!.Code);
        Assert.Empty(reef.Service.Durable.World.Things);
    }

    [Fact]
    public async Task the_configuration_in_force_reads_back_as_itself()
    {
        var answer = await SendAsync(HttpMethod.Get, ReefPaths.Config);

        var read = ConfigReader.Read(await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(new LobsterdConfig().Caddy.Tls, read.Value.Caddy.Tls);
        Assert.Equal("lobster.localhost", read.Value.Domain);
    }

    [Fact]
    public async Task a_key_that_is_a_uuid_is_the_operations_id()
    {
        var key = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

        var answer = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, """{"name":"alice"}""", key: key.ToString("D"));

        Assert.Equal($"{ReefPaths.Operations}/{key:D}", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task an_image_in_use_is_not_removed()
    {
        await SpawnAsync("alice");

        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Delete, $"{ReefPaths.Images}/minimal")).StatusCode);
    }

    private async Task<TenantList> ListAsync(string query) => JsonSerializer.Deserialize(
        await (await SendAsync(HttpMethod.Get, ReefPaths.Tenants + query)).Content.ReadAsStreamAsync(Token), ReefJson.Default.TenantList)!;

    private async Task<HttpResponseMessage> ConditionalAsync(HttpMethod method, string path, string? body, string tag)
    {
        using var request = new HttpRequestMessage(method, $"{ReefPaths.Tenants}/{path}");
        if (body is not null) request.Content = Json(body);
        request.Headers.Add("If-Match", tag);
        request.Headers.Add("Prefer", "wait=30");
        return await reef.Client.SendAsync(request, Token);
    }

    private async Task SpawnAsync(string name)
    {
        var answer = await SendAsync(HttpMethod.Post, ReefPaths.Tenants, $$"""{"name":"{{name}}"}""");
        Assert.Equal("succeeded", (await EndedAsync(answer.Headers.Location!.ToString())).State);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = Json(body);
        if (key is not null) request.Headers.Add(ReefPaths.IdempotencyKey, key);
        return await reef.Client.SendAsync(request, Token);
    }

    // The operation's stream ends when it does.
    private async Task<OperationBody> EndedAsync(string location)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, location);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReefPaths.EventStream));
        var text = await (await reef.Client.SendAsync(request, Token)).Content.ReadAsStringAsync(Token);
        var last = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1];
        return JsonSerializer.Deserialize(last[(last.IndexOf("data: ", StringComparison.Ordinal) + 6)..], ReefJson.Default.OperationBody)!;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
