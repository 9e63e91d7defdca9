using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Forwarding;

/// <summary>What the edge allows a request, the same for all.</summary>
/// <param name="ActivityTimeout">Longest silence of a request or response under way; upgraded connections excepted.</param>
/// <param name="MaxHeaderBytes">Largest total of its headers.</param>
/// <param name="MaxBodyBytes">Largest body, 0 for no limit.</param>
/// <param name="WebSocketSilence">Longest time in which a WebSocket carries nothing but pings and pongs, zero for no limit.</param>
internal sealed record RequestBounds(TimeSpan ActivityTimeout, int MaxHeaderBytes, long MaxBodyBytes, TimeSpan WebSocketSilence)
{
    public static RequestBounds Of(EdgeOptions options) => new(
        TimeSpan.FromMilliseconds(options.ActivityTimeoutMs), options.MaxHeaderBytes, options.MaxBodyBytes, TimeSpan.FromMilliseconds(options.WebSocketSilenceMs));
}
