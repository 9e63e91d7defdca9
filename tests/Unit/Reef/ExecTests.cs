using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Lobsterd.Protocol.Agent;
using Lobsterd.Protocol.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>Commands over the API's WebSocket.</summary>
public sealed class ExecTests(ReefServer server) : IClassFixture<ReefServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task input_that_a_command_takes_no_more_costs_nothing_of_what_it_said()
    {
        await SpawnAsync();
        await using var command = new DeafCommand(tries: 3);
        server.Service.Agents.Command = command;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://lobsterd{ReefPaths.Tenants}/alice/exec?arg=true"), server.Client, Token);

        await SendAsync(socket, (byte)AgentFrameType.Input, 1);
        await SendAsync(socket, (byte)AgentFrameType.Signal, 15);
        await SendAsync(socket, (byte)AgentFrameType.InputEnd);

        Assert.Equal("\u0010last words", Encoding.Latin1.GetString(await ReceiveAsync(socket)));
        Assert.Equal([(byte)AgentFrameType.Exited, 0, 0, 0, 3], await ReceiveAsync(socket));
    }

    private async Task SpawnAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ReefPaths.Tenants) { Content = new StringContent("""{"name":"alice"}""", Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReefPaths.EventStream));
        using var answer = await server.Client.SendAsync(request, Token);
        Assert.Contains("succeeded", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static Task SendAsync(ClientWebSocket socket, params byte[] message) =>
        socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, Token);

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Token);
        Assert.True(received.MessageType == WebSocketMessageType.Binary && received.EndOfMessage, socket.CloseStatusDescription);
        return buffer[..received.Count];
    }
}
