using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Lobsterd.Edge.Forwarding.WebSockets;

/// <summary>The upgrade of a request to a WebSocket that is watched.</summary>
/// <param name="server">What upgrades it.</param>
/// <param name="longestSilence">How long it may carry nothing but pings and pongs.</param>
/// <param name="clock">Measures it.</param>
internal sealed class WatchedUpgrade(IHttpUpgradeFeature server, TimeSpan longestSilence, TimeProvider clock) : IHttpUpgradeFeature, IAsyncDisposable
{
    private const string WebSocket = "websocket";

    private WatchedWebSocket? socket;

    /// <inheritdoc/>
    public bool IsUpgradableRequest => server.IsUpgradableRequest;

    /// <summary>When either side last said something; null: it never became a WebSocket.</summary>
    public long? SpokeAt => socket?.SpokeAt;

    /// <summary>Has a request's WebSocket watched; null when nothing of that is wanted, or it asks for another protocol, whose frames nobody here knows.</summary>
    public static WatchedUpgrade? Of(HttpContext context, TimeSpan longestSilence, TimeProvider clock)
    {
        if (longestSilence <= TimeSpan.Zero || context.Features.Get<IHttpUpgradeFeature>() is not { } server) return null;
        if (!string.Equals(context.Request.Headers[HeaderNames.Upgrade], WebSocket, StringComparison.OrdinalIgnoreCase)) return null;
        var watched = new WatchedUpgrade(server, longestSilence, clock);
        context.Features.Set<IHttpUpgradeFeature>(watched);
        return watched;
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => socket = new WatchedWebSocket(await server.UpgradeAsync(), longestSilence, clock);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (socket is not null) await socket.DisposeAsync();
    }
}
