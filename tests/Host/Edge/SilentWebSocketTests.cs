using System.Net.WebSockets;
using System.Text;
using Lobsterd.Domain.Config;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>WebSockets of tenants that may sleep beneath them, through Caddy and the edge.</summary>
public sealed class SilentWebSocketTests : IAsyncLifetime
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    private EdgeStand stand = null!;
    private StandinGuest guest = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with
        {
            Wake = config.Wake with { Websockets = WakeConfig.Close, IdleAfterMs = (int)Idle.TotalMilliseconds },
        });
        guest = await StandinGuest.StartAsync();
        await stand.PublishAsync("alice", guest.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        await guest.DisposeAsync();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task one_that_carries_only_pings_is_told_that_its_tenant_goes_away()
    {
        using var socket = new ClientWebSocket { Options = { KeepAliveInterval = Idle / 10 } };
        using var invoker = stand.NewClient();
        await socket.ConnectAsync(new UriBuilder(stand.Url("alice", "/ws")) { Scheme = "ws" }.Uri, invoker, Token);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[64];
        var answer = await socket.ReceiveAsync(buffer, Token);
        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, answer.Count));

        var end = await socket.ReceiveAsync(buffer, Token);

        Assert.Equal(WebSocketMessageType.Close, end.MessageType);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, end.CloseStatus);
        await EdgeStand.UntilAsync(async () => (await stand.ActivityAsync("alice")).IsQuiet, "nothing is in flight");
        // It was idle since its last word, not since its end.
        Assert.True((await stand.ActivityAsync("alice")).Idle >= Idle);
    }
}
