using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Routing;

/// <summary>What the edge allows a guest, the same for all.</summary>
/// <param name="ConnectTimeout">Longest time to open a connection.</param>
/// <param name="MaxHeaderBytes">Largest total of a response's headers.</param>
/// <param name="MaxInFlight">Most passages of one tenant at the same time.</param>
internal sealed record GuestBounds(TimeSpan ConnectTimeout, int MaxHeaderBytes, int MaxInFlight)
{
    public static GuestBounds Of(EdgeOptions options) =>
        new(TimeSpan.FromMilliseconds(options.ConnectTimeoutMs), options.MaxHeaderBytes, options.MaxInFlightPerTenant);
}
