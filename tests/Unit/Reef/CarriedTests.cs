using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Lobsterd.Protocol.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>What the service runs in a guest by itself for files and for ports.</summary>
public sealed class CarriedTests(ReefServer server) : IClassFixture<ReefServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("files?direction=out&path=/a%20b&user=app", "app", "/proc/self/exe|copy|out|/a b")]
    [InlineData("files?direction=in&path=x", "root", "/proc/self/exe|copy|in|x")]
    [InlineData("forward?port=9000", "root", "/proc/self/exe|connect|9000")]
    public async Task it_is_the_agent_s_own_program(string path, string user, string command)
    {
        await SpawnAsync("alice");
        await ConnectAsync("alice", path);

        Assert.Equal((user, command), (server.Service.Agents.Asked!.User, string.Join('|', server.Service.Agents.Asked.Command)));
    }

    [Fact]
    public async Task a_connection_wakes_a_sleeper_and_files_do_not()
    {
        await SpawnAsync("bob");
        await RunAsync(HttpMethod.Post, $"{ReefPaths.Tenants}/bob/suspend", "{}");
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync("bob", "files?direction=out&path=/x"));
        Assert.Contains("409", refused.Message, StringComparison.Ordinal);

        await ConnectAsync("bob", "forward?port=80");

        Assert.Contains("\"running\"", await server.Client.GetStringAsync($"{ReefPaths.Tenants}/bob", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("files?direction=up&path=/x")]
    [InlineData("files?direction=in&path=")]
    [InlineData("files?direction=in&path=a%00b")]
    [InlineData("forward?port=0")]
    [InlineData("forward?port=65536")]
    public async Task what_makes_no_sense_is_refused_before_the_guest_is_asked(string path)
    {
        await SpawnAsync("carol");
        _ = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync("carol", path));
    }

    private async Task ConnectAsync(string name, string path)
    {
        await using var command = new DeafCommand(tries: 1);
        server.Service.Agents.Command = command;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://lobsterd{ReefPaths.Tenants}/{name}/{path}"), server.Client, Token);
    }

    private Task SpawnAsync(string name) => RunAsync(HttpMethod.Post, ReefPaths.Tenants, $$"""{"name":"{{name}}"}""");

    private async Task RunAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReefPaths.EventStream));
        using var answer = await server.Client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(text.Contains("succeeded", StringComparison.Ordinal) || text.Contains("exists already", StringComparison.Ordinal), text);
    }
}
