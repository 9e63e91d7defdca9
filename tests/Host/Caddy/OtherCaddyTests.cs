using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Health;
using Lobsterd.Tests.Host.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Caddy;

/// <summary>A Caddy that runs already and is named in the configuration.</summary>
public sealed class OtherCaddyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "caddy.internal")]
    [InlineData(true, "caddy.internal")]
    public async Task it_gets_our_server_and_keeps_its_own(bool onUnixSocket, string? origin)
    {
        await using var theirs = await CaddyStand.StartAsync(onUnixSocket, origin);
        var before = await theirs.ReadAsync();
        await using var guest = await StandinGuest.StartAsync();
        await using var stand = await StartAsync(theirs, origin);
        await stand.PublishAsync("alice", guest.EndPoint);
        using var client = stand.NewClient();

        using (var response = await client.GetAsync(stand.Url("alice"), Token)) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("theirs", await theirs.AskTheirServerAsync());
        Assert.True(await stand.Control.HasCaddyServerAsync(Token));
        Assert.False(File.Exists(Path.Combine(stand.Paths.Run, "caddy.pid")));

        Assert.True((await stand.Control.TearDownAsync(Token)).IsSuccess);
        Assert.Equal("theirs", await theirs.AskTheirServerAsync());
        Assert.True(JsonNode.DeepEquals(before, await theirs.ReadAsync()), (await theirs.ReadAsync()).ToJsonString());
    }

    [Fact]
    public async Task what_is_right_already_is_not_touched()
    {
        await using var theirs = await CaddyStand.StartAsync();
        await using var stand = await StartAsync(theirs);
        await using var guest = await StandinGuest.StartAsync();
        await stand.PublishAsync("alice", guest.EndPoint);

        // A change would cut this, in 2.6; so would a needless one.
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        using var client = stand.NewClient();
        await socket.ConnectAsync(new UriBuilder(stand.Url("alice", "/ws")) { Scheme = "ws" }.Uri, client, Token);
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);
        await socket.SendAsync("on"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, endOfMessage: true, Token);

        Assert.Equal(2, (await socket.ReceiveAsync(new byte[10], Token)).Count);
    }

    [Fact]
    public async Task a_server_of_ours_that_was_changed_is_put_right()
    {
        await using var theirs = await CaddyStand.StartAsync();
        await using var stand = await StartAsync(theirs);
        var right = await theirs.ReadAsync(CaddyDocument);
        var wrong = (JsonObject)right.DeepClone();
        wrong["routes"] = new JsonArray();
        Assert.True((await theirs.Admin.WriteAsync("PATCH", CaddyDocument, wrong, Token)).IsSuccess);

        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        Assert.True(JsonNode.DeepEquals(right, await theirs.ReadAsync(CaddyDocument)));
    }

    [Fact]
    public async Task whoever_sees_to_it_at_once_does_not_get_in_anothers_way()
    {
        await using var theirs = await CaddyStand.StartAsync();
        await using var stand = await StartAsync(theirs);
        var right = await theirs.ReadAsync(CaddyDocument);
        Assert.True((await theirs.Admin.RemoveAsync(CaddyDocument, Token)).IsSuccess);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stand.Control.EnsureUpAsync(Token)));

        Assert.All(all, up => Assert.True(up.IsSuccess, up.TryGetError(out var error) ? error.FullMessage : ""));
        Assert.True(JsonNode.DeepEquals(right, await theirs.ReadAsync(CaddyDocument)));
    }

    [Fact]
    public async Task only_it_and_root_may_use_the_edges_socket()
    {
        await using var theirs = await CaddyStand.StartAsync();
        await using var stand = await StartAsync(theirs);

        Assert.Contains(await CurlAsync(stand, CaddyStand.Uid + 1), BrokenOff);
        Assert.Equal(0, await CurlAsync(stand, CaddyStand.Uid));
    }

    [Fact]
    public async Task its_own_rule_for_certificates_on_demand_is_left_alone()
    {
        await using var theirs = await CaddyStand.StartAsync();
        var rule = new JsonObject { ["ask"] = "http://127.0.0.1:1/theirs" };
        Assert.True((await theirs.Admin.WriteAsync("PUT", "/config/apps/tls/automation/on_demand", rule, Token)).IsSuccess);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(theirs, tls: TlsMode.OnDemand));

        Assert.Contains("another value", refused.Message, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(rule, await theirs.ReadAsync("/config/apps/tls/automation/on_demand")));
    }

    [Fact]
    public async Task its_certificates_and_policies_stay_beside_ours_and_after_them()
    {
        await using var theirs = await CaddyStand.StartAsync();
        var policy = new JsonArray(new JsonObject { ["subjects"] = new JsonArray("their.example"), ["issuers"] = new JsonArray(new JsonObject { ["module"] = "internal" }) });
        Assert.True((await theirs.Admin.WriteAsync("PUT", "/config/apps/tls/automation/policies", policy, Token)).IsSuccess);
        await using var stand = await StartAsync(theirs, tls: TlsMode.Internal);
        Assert.Equal(2, (await theirs.ReadAsync("/config/apps/tls/automation/policies")).AsArray().Count);

        Assert.True((await stand.Control.TearDownAsync(Token)).IsSuccess);

        Assert.True(JsonNode.DeepEquals(policy, await theirs.ReadAsync("/config/apps/tls/automation/policies")));
    }

    [Fact]
    public async Task when_it_does_not_run_that_is_said_and_tearing_down_succeeds()
    {
        var theirs = await CaddyStand.StartAsync();
        await using var stand = await StartAsync(theirs);
        await theirs.DisposeAsync();

        Assert.Equal(EdgeErrors.CaddyRefused, (await stand.Control.EnsureUpAsync(Token)).Error.Code);
        Assert.True((await stand.Control.TearDownAsync(Token)).IsSuccess);
    }

    [Fact]
    public async Task that_it_takes_another_configuration_or_starts_anew_is_heard_at_once()
    {
        var theirs = await CaddyStand.StartAsync();
        await using var stand = await StartAsync(theirs);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var told = Channel.CreateUnbounded<HealthCheck>();
        var hearing = stand.Control.HearAsync(check => told.Writer.TryWrite(check), stop.Token);

        // That a connection is held is not to be seen: whatever becomes of the server, the news come once it is.
        while (!told.Reader.TryRead(out _))
        {
            Assert.True((await theirs.Admin.RemoveAsync(CaddyDocument, Token)).IsSuccess);
            Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);
        }

        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hearing);
        await theirs.DisposeAsync();
    }

    // curl's exit codes for a connection that ends before an answer: reset before curl has looked whether it stands, empty, or reset.
    private static readonly int[] BrokenOff = [7, 52, 56];

    private const string CaddyDocument = Lobsterd.Host.Caddy.CaddyDocument.ServerPath;

    private static Task<EdgeStand> StartAsync(CaddyStand theirs, string? origin = null, TlsMode tls = TlsMode.Off) =>
        EdgeStand.StartAsync(config => config with
        {
            Caddy = config.Caddy with { Admin = theirs.Address, AdminOrigin = origin, Tls = tls, AskPort = EdgeStand.FreePort() },
        });

    // curl's exit code.
    private static async Task<int> CurlAsync(EdgeStand stand, uint uid)
    {
        var ran = await new Lobsterd.Linux.Processes.ProgramRunner(TimeProvider.System).RunAsync(
            new Lobsterd.Linux.Processes.ProgramInput
            {
                Program = "/usr/bin/curl",
                Arguments = ["-s", "--unix-socket", stand.Paths.EdgeHttpSocket, "http://nobody.lobster.localhost/"],
                Credentials = new Lobsterd.Linux.Processes.Credentials { UserId = uid, GroupId = uid },
                Timeout = TimeSpan.FromSeconds(20),
            },
            Token);
        return ran.Value.Status.Code!.Value;
    }
}
